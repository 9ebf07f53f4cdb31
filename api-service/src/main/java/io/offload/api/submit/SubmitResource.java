package io.offload.api.submit;

import io.offload.api.answer.QueryParameters;
import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemException;
import io.offload.api.view.RunView;
import io.offload.api.wait.WaitForRun;
import io.offload.api.wait.WaitParameter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /api/v1/tasks/{task}/runs}: answered when the run is accepted, or, with {@code ?wait}, when it has ended. */
@Tag(name = "Runs")
@Path("/api/v1/tasks/{task}/runs")
public class SubmitResource {
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Set<String> PARAMETERS = Set.of(WaitParameter.NAME);
    static final String KEY = "Idempotency-Key";
    static final int ENVELOPE = 64 * 1024;

    private final KnownTasks tasks;
    private final CheckSubmission check;
    private final AnswerSubmission answers;
    private final WaitForRun waits;
    private final SubmitConfig config;

    @Inject
    public SubmitResource(KnownTasks tasks, CheckSubmission check, AnswerSubmission answers, WaitForRun waits, SubmitConfig config) {
        this.tasks = tasks;
        this.check = check;
        this.answers = answers;
        this.waits = waits;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "submitRun", summary = "Submit a run", description = "202 is sent after the commit; with wait, as soon as the run has ended, or at the end of the wait "
            + "with the run as it is. A repeated Idempotency-Key answers 200 with the run that it stands for.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "Submission")))
    @Parameter(name = KEY, in = ParameterIn.HEADER, description = "Makes a repetition safe: 1-255 printable ASCII characters, kept for 7 days",
            schema = @Schema(implementation = String.class, minLength = 1, maxLength = 255), example = "order-4711")
    @APIResponse(responseCode = "202", description = "Accepted: the run is stored", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Run")))
    @APIResponse(responseCode = "200", description = "The run that the key stands for", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Run")))
    public Uni<Response> submit(@PathParam("task") String task, @QueryParam(WaitParameter.NAME) String wait, @Context UriInfo uri,
            @Context HttpServerRequest http, @HeaderParam("traceparent") String traceparent, byte[] body) {
        QueryParameters.onceEach(uri, PARAMETERS);
        Duration limit = WaitParameter.parse(wait);
        String key = key(http.headers().getAll(KEY));
        KnownTask known = tasks.find(task);
        Future<AnswerSubmission.Answer> answer = known != null
                ? submit(known, key, traceparent, body)
                : tasks.get(task).compose(fresh -> submit(fresh, key, traceparent, body));
        return within(config.timeout(), answer).flatMap(accepted -> ended(accepted, limit)).map(SubmitResource::response);
    }

    /** What is accepted is answered as accepted, even when its end cannot be waited for. */
    private Uni<AnswerSubmission.Answer> ended(AnswerSubmission.Answer accepted, Duration limit) {
        if (limit.isZero() || accepted.run().state().terminal()) {
            return Uni.createFrom().item(accepted);
        }
        Future<RunView> end = waits.terminal(accepted.run().id(), limit);
        return Uni.createFrom().<RunView>emitter(emitter -> end.onComplete(emitter::complete, emitter::fail))
                .map(run -> new AnswerSubmission.Answer(run, accepted.created()))
                .onFailure().recoverWithItem(accepted);
    }

    /**
     * @throws io.offload.api.problem.ProblemException when the submission is refused before anything is stored
     */
    Future<AnswerSubmission.Answer> submit(KnownTask task, String key, String traceparent, byte[] body) {
        if (body.length > config.maxInputBytes() + ENVELOPE) {
            throw Problem.TOO_LARGE.because("the body has %d bytes; an input may have %d".formatted(body.length, config.maxInputBytes()));
        }
        List<Fault> faults = new ArrayList<>(0);
        NewRun run = check.check(new CheckSubmission.Request(SubmitBody.read(body), task, key, trace(traceparent), null), faults);
        if (!faults.isEmpty()) {
            throw Problem.INVALID.because("the input does not fit task " + task.name(), faults);
        }
        return answers.submit(run);
    }

    /** An empty key would look like a promise that is not kept. */
    static String key(List<String> given) {
        if (given.isEmpty()) {
            return null;
        }
        if (given.size() > 1 || !SubmitBody.isKey(given.getFirst())) {
            throw Problem.INVALID.because("the header Idempotency-Key must be given once, with 1-255 printable ASCII characters");
        }
        return given.getFirst();
    }

    private static Response response(AnswerSubmission.Answer answer) {
        return Response.status(answer.created() ? 202 : 200)
                // not location(): it resolves the address against that of the request, which took 5 % of the event loops
                .header("Location", location(answer.run()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.run().json())
                .build();
    }

    static String location(RunView run) {
        return "/api/v1/runs/" + run.id();
    }

    /** A malformed trace context is ignored, as W3C Trace Context (section 3.2.2) says. */
    static String trace(String traceparent) {
        return traceparent != null && TRACEPARENT.matcher(traceparent).matches() ? traceparent : null;
    }

    /** Ends a request whose statement does not return with {@link Problem#UNAVAILABLE}. */
    static <T> Uni<T> within(Duration limit, Future<T> future) {
        Uni<T> answer = Uni.createFrom().emitter(emitter -> future.onComplete(emitter::complete, emitter::fail));
        return answer.ifNoItem().after(limit).failWith(TimeoutException::new)
                .onFailure(TimeoutException.class).transform(ignored -> tooSlow(limit));
    }

    static ProblemException tooSlow(Duration limit) {
        return Problem.UNAVAILABLE.because(
                "the database did not answer within " + limit + "; whether the run was accepted is unknown, an idempotency key makes a retry safe");
    }
}
