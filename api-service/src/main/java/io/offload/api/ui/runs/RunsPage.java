package io.offload.api.ui.runs;

import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.list.RunFilter;
import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.rows.RunRow;
import io.offload.run.StateType;
import io.offload.store.DatabaseClock;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/runs}. */
@Compressed
@Path("/ui/runs")
@Produces(MediaType.TEXT_HTML)
public class RunsPage {
    private static final int ROWS = 50;
    /** What {@link ManyRuns} says, and nothing else that an address could make this page say. */
    private static final Pattern SAID = Pattern.compile("Nothing was selected\\.|\\d{1,3} (cancelled|submitted again)[a-z0-9 ,:]{0,100}\\.");

    private final FindRows find;
    private final KnownTasks tasks;
    private final DatabaseClock clock;
    private final FormToken token;

    @Inject
    public RunsPage(FindRows find, KnownTasks tasks, DatabaseClock clock, FormToken token) {
        this.find = find;
        this.tasks = tasks;
        this.clock = clock;
        this.token = token;
    }

    @CheckedTemplate(basePath = "runs")
    record runs(RunQuery query, List<RunRow> rows, UUID reached, List<String> tasks, Set<String> queues, List<RunQuery.Period> periods, StateType[] states,
            UUID newest, String said, String formToken) implements TemplateInstance {}

    @GET
    @Operation(hidden = true)
    public Uni<Response> list(@Context UriInfo uri, @QueryParam("said") String said) {
        return Pages.show(() -> {
            String formToken = token.value();
            RunQuery query = RunQuery.read(uri.getQueryParameters());
            RunFilter filter = query.filter(clock.instant());
            UUID now = new UUID(clock.instant().toEpochMilli() << 16, 0);
            return find.below(query.before() == null ? filter.end() : query.before(), filter, ROWS).map(found -> new runs(
                    query, found.rows(), found.reached(), tasks.all().stream().map(KnownTask::name).toList(),
                    tasks.all().stream().map(task -> task.published().queue()).collect(Collectors.toCollection(TreeSet::new)),
                    RunQuery.PERIODS, StateType.values(), found.rows().isEmpty() ? now : found.rows().get(0).id(),
                    said != null && SAID.matcher(said).matches() ? said : null, formToken));
        });
    }
}
