package io.offload.api.submit;

import io.offload.api.answer.Ordinary;
import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemDocument;
import io.offload.api.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import org.jboss.logging.Logger;

/**
 * The short way of an ordinary submission: of a known task, JSON, below 10,000 bytes, without a query. It does what {@link SubmitResource} does, without
 * the REST framework, which costs more than reading the request and checking it. Whatever is unusual goes on to the resource.
 */
@Singleton
class SubmitRoute {
    private static final Logger LOG = Logger.getLogger(SubmitRoute.class);
    private static final int DIGITS_OF_AN_ORDINARY_LENGTH = 4;

    private static final String PATH = "/api/v1/tasks/{task}/runs";

    private final KnownTasks tasks;
    private final SubmitResource submissions;
    private final SubmitConfig config;
    private final Vertx vertx;

    @Inject
    SubmitRoute(KnownTasks tasks, SubmitResource submissions, SubmitConfig config, Vertx vertx) {
        this.tasks = tasks;
        this.submissions = submissions;
        this.config = config;
        this.vertx = vertx;
    }

    void route(@Observes Router router) {
        router.post("/api/v1/tasks/:task/runs").handler(this::submit);
    }

    private void submit(RoutingContext request) {
        KnownTask task = request.request().query() == null && isOrdinary(request.request().headers()) ? tasks.find(request.pathParam("task")) : null;
        if (task == null) {
            request.next();
            return;
        }
        Ordinary.nameRequest(vertx, PATH);
        request.request().body().onSuccess(body -> submit(request, task, body.getBytes())).onFailure(gone -> LOG.debugf("a caller went away: %s", gone));
        request.request().resume(); // the framework hands it on paused
    }

    private static boolean isOrdinary(MultiMap headers) {
        String length = headers.get("Content-Length");
        return length != null && length.length() <= DIGITS_OF_AN_ORDINARY_LENGTH
                && MediaType.APPLICATION_JSON.equals(headers.get("Content-Type"))
                && Ordinary.takesJson(headers)
                && !headers.contains("Expect");
    }

    private void submit(RoutingContext request, KnownTask task, byte[] body) {
        MultiMap headers = request.request().headers();
        Future<AnswerSubmission.Answer> answer;
        try {
            answer = submissions.submit(task, SubmitResource.key(headers.getAll(SubmitResource.KEY)), headers.get("traceparent"), body);
        } catch (ProblemException e) {
            ProblemDocument.send(request, e);
            return;
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            ProblemDocument.send(request, Problem.INTERNAL.because("an error of the service, it is in its log"));
            return;
        }
        Context context = vertx.getOrCreateContext();
        long limit = vertx.setTimer(config.timeout().toMillis(), ignored -> ProblemDocument.send(request, SubmitResource.tooSlow(config.timeout())));
        answer.onComplete(done -> context.runOnContext(ignored -> {
            vertx.cancelTimer(limit);
            if (done.succeeded()) {
                send(request, done.result());
            } else {
                ProblemDocument.send(request, done.cause(), "the database does not answer; the outcome of the request is unknown");
            }
        }));
    }

    private static void send(RoutingContext request, AnswerSubmission.Answer answer) {
        if (request.response().headWritten() || request.response().closed()) {
            return;
        }
        request.response().setStatusCode(answer.created() ? 202 : 200)
                .putHeader("Location", SubmitResource.location(answer.run()))
                .putHeader("Content-Type", MediaType.APPLICATION_JSON)
                .end(Buffer.buffer(answer.run().json()));
    }
}
