package io.offload.api.ui.runs;

import io.offload.api.list.RunFilter;
import io.offload.api.run.RunResource;
import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.rows.ReadRows;
import io.offload.api.ui.rows.RunRow;
import io.offload.store.DatabaseClock;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/run-changes} for an open list: the rows that it shows and that may change, as they are now, and those that are new. */
@Compressed
@Path("/ui/run-changes")
@Produces(MediaType.TEXT_HTML)
public class RunChanges {
    private static final int ROWS = 50;
    private static final int MOST_WATCHED = 200;

    private final FindRows find;
    private final ReadRows read;
    private final DatabaseClock clock;

    @Inject
    public RunChanges(FindRows find, ReadRows read, DatabaseClock clock) {
        this.find = find;
        this.read = read;
        this.clock = clock;
    }

    @CheckedTemplate(basePath = "runs")
    record changes(List<RunRow> rows) implements TemplateInstance {}

    @GET
    @Operation(hidden = true)
    public Uni<Response> changes(@Context UriInfo uri, @QueryParam("newest") String newest, @QueryParam("ids") String ids) {
        return Pages.show(() -> {
            RunQuery query = RunQuery.read(uri.getQueryParameters());
            RunFilter all = query.filter(clock.instant());
            UUID known = RunResource.id(newest == null ? "" : newest);
            UUID above = new UUID(known.getMostSignificantBits(), known.getLeastSignificantBits() + 1);
            RunFilter fresh = new RunFilter(all.states(), all.tags(), all.task(), all.queue(), all.part(), above.compareTo(all.lowest()) > 0 ? above : all.lowest(), all.end());
            List<UUID> watched = ids == null || ids.isEmpty() ? List.of() : Arrays.stream(ids.split(",")).limit(MOST_WATCHED).map(RunResource::id).toList();
            return Future.all(find.below(fresh.end(), fresh, ROWS), read.of(watched)).map(both -> {
                Map<UUID, RunRow> rows = new LinkedHashMap<>();
                both.<FindRows.Found>resultAt(0).rows().forEach(row -> rows.put(row.id(), row));
                both.<List<RunRow>>resultAt(1).forEach(row -> rows.put(row.id(), row));
                return new changes(rows.values().stream().sorted(Comparator.comparing((RunRow row) -> row.id().toString()).reversed()).toList());
            });
        });
    }
}
