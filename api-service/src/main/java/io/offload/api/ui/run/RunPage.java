package io.offload.api.ui.run;

import io.offload.api.access.AccessToken;
import io.offload.api.logs.LogLine;
import io.offload.api.problem.Problem;
import io.offload.api.run.RunResource;
import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.page.Wording;
import io.offload.api.view.RunView;
import io.offload.cancel.CancelRuns;
import io.offload.store.DatabaseClock;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** {@code GET /ui/runs/{id}} and its buttons. */
@Compressed
@Path("/ui/runs/{id}")
public class RunPage {
    /** States that the timeline shows at once; earlier ones are folded. */
    private static final int MOST_SHOWN = 30;
    private static final String BEGIN_NOW = Sql.load(RunPage.class, "begin_now");

    private final ReadRun read;
    private final CancelRuns cancel;
    private final Rerun rerun;
    private final FormToken token;
    private final DatabaseClock clock;
    private final Postgres postgres;
    private final AccessToken access;

    @Inject
    public RunPage(ReadRun read, CancelRuns cancel, Rerun rerun, FormToken token, DatabaseClock clock, Postgres postgres, AccessToken access) {
        this.read = read;
        this.cancel = cancel;
        this.rerun = rerun;
        this.token = token;
        this.clock = clock;
        this.postgres = postgres;
        this.access = access;
    }

    @CheckedTemplate(basePath = "run")
    record run(RunView run, String title, String refresh, Instant since, Duration total, boolean open, List<String> tags, Duration lasted, Told.Failure error, Told.Progress progress, long leftOut, List<Segment> earlier, List<Segment> segments,
            List<LogLine> lines, boolean moreLines, int lastLine, Related related, Due due, Waiting waiting, String curl, String formToken) implements TemplateInstance {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> show(@PathParam("id") String id) {
        return Pages.show(() -> {
            String formToken = token.value();
            return read.get(RunResource.id(id)).map(found -> page(found, clock.instant(), access.needed(), formToken));
        });
    }

    @POST
    @Path("/cancel")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> cancel(@PathParam("id") String id, @RestForm(FormToken.FIELD) String form) {
        return Pages.goTo(() -> {
            token.check(form);
            UUID run = RunResource.id(id);
            return cancel.cancel(List.of(run)).compose(states -> states.get(run) == null
                    ? Future.failedFuture(Problem.unknownRun(run)) : Future.succeededFuture("/ui/runs/" + run));
        });
    }

    @POST
    @Path("/rerun")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> rerun(@PathParam("id") String id, @RestForm(FormToken.FIELD) String form, @HeaderParam("traceparent") String traceparent) {
        return Pages.goTo(() -> {
            token.check(form);
            return rerun.of(RunResource.id(id), traceparent).map(again -> "/ui/runs/" + again.id());
        });
    }

    /** Does not wait for the time that the run was put off to. One that has begun meanwhile is left as it is. */
    @POST
    @Path("/now")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> now(@PathParam("id") String id, @RestForm(FormToken.FIELD) String form) {
        return Pages.goTo(() -> {
            token.check(form);
            UUID run = RunResource.id(id);
            return postgres.pool().preparedQuery(BEGIN_NOW).execute(Tuple.of(run)).map(changed -> "/ui/runs/" + run);
        });
    }

    private static TemplateInstance page(ReadRun.Found found, Instant now, boolean token, String formToken) {
        RunView run = found.run();
        Duration lasted = run.startedAt() == null || run.endedAt() == null ? null : Duration.between(run.startedAt(), run.endedAt());
        int lastLine = found.lines().isEmpty() ? 0 : found.lines().get(found.lines().size() - 1).seq();
        boolean open = !run.state().terminal();
        String title = Wording.spaced(run.stateName()) + ": " + (run.name() == null ? run.task() : run.name());
        Duration total = found.segments().isEmpty() ? null : Duration.between(found.segments().get(0).at(), open ? now : found.segments().get(found.segments().size() - 1).at());
        int folded = found.segments().size() > MOST_SHOWN ? found.segments().size() - MOST_SHOWN : 0;
        return new run(run, title, open ? "5" : "", total == null ? null : found.segments().get(0).at(), total, open, List.of(run.tags()), lasted, Told.failure(run.error()), Told.progress(run.progress()), found.leftOut(),
                found.segments().subList(0, folded), found.segments().subList(folded, found.segments().size()), found.lines(), found.moreLines(), lastLine, found.related(), Due.of(run, found.related(), found.leftOut(), found.segments()), found.waiting(), CurlCommand.of(run, token), formToken);
    }
}
