package io.offload.api.run;

import io.offload.api.answer.Answers;
import io.offload.api.answer.Ordinary;
import io.offload.api.problem.ProblemDocument;
import io.offload.api.problem.ProblemException;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.api.wait.WaitForRun;
import io.offload.api.wait.WaitParameter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/** The short way to a run, at once or when it has ended: what {@link RunResource} does, without the REST framework. Whatever is unusual goes on to that. */
@Singleton
class RunRoute {
    private static final String PATH = "/api/v1/runs/{id}";
    private static final String WAIT = WaitParameter.NAME + "=";
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z.]+");

    private final ReadRuns reads;
    private final WaitForRun waits;
    private final Vertx vertx;

    @Inject
    RunRoute(ReadRuns reads, WaitForRun waits, Vertx vertx) {
        this.reads = reads;
        this.waits = waits;
        this.vertx = vertx;
    }

    void route(@Observes Router router) {
        router.get("/api/v1/runs/:id").handler(this::run);
    }

    private void run(RoutingContext request) {
        String id = request.pathParam("id");
        String wait = wait(request.request().query());
        if (wait == null || !RunResource.isId(id) || !Ordinary.takesJson(request.request().headers())) {
            request.next();
            return;
        }
        Ordinary.nameRequest(vertx, PATH);
        Future<RunView> view;
        try {
            UUID run = UUID.fromString(id);
            Duration limit = wait.isEmpty() ? Duration.ZERO : WaitParameter.parse(wait);
            view = Answers.soonAfter(limit, limit.isZero() ? reads.get(run) : waits.terminal(run, limit));
        } catch (ProblemException e) {
            ProblemDocument.send(request, e);
            return;
        }
        request.request().resume(); // the framework hands it on paused
        Context context = vertx.getOrCreateContext();
        view.onComplete(found -> context.runOnContext(ignored -> send(request, found)), cause -> context.runOnContext(
                ignored -> ProblemDocument.send(request, cause, "the database does not answer")));
    }

    /** The parameter's value, empty when there is no query at all, null when the query is anything else. */
    private static String wait(String query) {
        if (query == null) {
            return "";
        }
        return query.startsWith(WAIT) && PLAIN.matcher(query.substring(WAIT.length())).matches() ? query.substring(WAIT.length()) : null;
    }

    private static void send(RoutingContext request, RunView run) {
        if (!request.response().headWritten() && !request.response().closed()) {
            request.response().putHeader("Content-Type", MediaType.APPLICATION_JSON)
                    .putHeader("ETag", "\"" + run.revision() + "\"")
                    .end(Buffer.buffer(run.json()));
        }
    }
}
