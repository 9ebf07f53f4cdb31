package io.offload.api.rerun;

import io.offload.api.answer.Answers;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.problem.Problem;
import io.offload.api.run.RunResource;
import io.offload.api.submit.AnswerSubmission;
import io.offload.api.submit.CheckSubmission;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /api/v1/runs/{id}/rerun}. */
@Path("/api/v1/runs/{id}/rerun")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class RerunResource {
    private final ReadRuns reads;
    private final KnownTasks tasks;
    private final CheckSubmission check;
    private final AnswerSubmission submit;

    @Inject
    public RerunResource(ReadRuns reads, KnownTasks tasks, CheckSubmission check, AnswerSubmission submit) {
        this.reads = reads;
        this.tasks = tasks;
        this.check = check;
        this.submit = submit;
    }

    @POST
    @Operation(operationId = "rerun", summary = "Run it again",
            description = "A new run with the input, tags and name of a run that has ended; its rerun_of names that run. An open run: 409. An input that no longer fits its task: 422.")
    @APIResponse(responseCode = "202", description = "The new run", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Run")))
    public Uni<Response> rerun(@PathParam("id") String id, @HeaderParam("traceparent") String traceparent,
            @Parameter(hidden = true) @HeaderParam("Idempotency-Key") String key) {
        if (key != null) {
            throw Problem.INVALID.because("a rerun takes no Idempotency-Key: what it submits is another run each time");
        }
        UUID run = RunResource.id(id);
        return Answers.soon(reads.get(run).compose(earlier -> rerun(earlier, traceparent))).map(answer -> Response.accepted(answer.run().json())
                .header("Location", "/api/v1/runs/" + answer.run().id())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build());
    }

    private Future<AnswerSubmission.Answer> rerun(RunView earlier, String traceparent) {
        if (!earlier.state().terminal()) {
            return Future.failedFuture(Problem.STATE_CONFLICT.because(
                    "run %s is %s: only a run that has ended can be run again".formatted(earlier.id(), earlier.state())));
        }
        return tasks.get(earlier.task()).compose(task -> submit.submit(check.again(earlier, task, traceparent)));
    }
}
