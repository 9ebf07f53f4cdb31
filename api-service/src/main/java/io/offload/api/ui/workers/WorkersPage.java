package io.offload.api.ui.workers;

import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.rows.ReadRows;
import io.offload.api.ui.rows.RunRow;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/workers}. */
@Compressed
@Path("/ui/workers")
@Produces(MediaType.TEXT_HTML)
public class WorkersPage {
    private static final String READ = Sql.load(WorkersPage.class, "sessions");

    private final Postgres postgres;
    private final ReadRows rows;

    @Inject
    public WorkersPage(Postgres postgres, ReadRows rows) {
        this.postgres = postgres;
        this.rows = rows;
    }

    @CheckedTemplate(basePath = "workers")
    record workers(List<Session> sessions, long alive) implements TemplateInstance {}

    @GET
    @Operation(hidden = true)
    public Uni<Response> all() {
        return Pages.show(() -> postgres.pool().preparedQuery(READ).execute().compose(found -> {
            List<UUID> ids = new ArrayList<>();
            for (Row row : found) {
                Collections.addAll(ids, row.getArrayOfUUIDs("runs"));
            }
            return rows.of(ids).map(runs -> {
                Map<UUID, RunRow> byId = runs.stream().collect(Collectors.toMap(RunRow::id, Function.identity()));
                List<Session> sessions = new ArrayList<>();
                for (Row row : found) {
                    sessions.add(Session.of(row, byId));
                }
                return new workers(sessions, sessions.stream().filter(Session::live).count());
            });
        }));
    }
}
