package io.offload.api.demo;

import io.offload.api.answer.Answers;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemException;
import io.offload.api.run.RunResource;
import io.offload.api.submit.SubmitInput;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
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
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;

/** {@code POST /tasks} and {@code GET /tasks/{task_run_id}/status}. */
@Path("/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Demo", description = "Data in, structured data out")
public class DemoResource {
    private static final String TASK = "create-structured-output";

    private final KnownTasks tasks;
    private final SubmitInput submit;
    private final ReadRuns reads;

    @Inject
    public DemoResource(KnownTasks tasks, SubmitInput submit, ReadRuns reads) {
        this.tasks = tasks;
        this.submit = submit;
        this.reads = reads;
    }

    @POST
    @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> form(@RestForm String payload, @RestForm("target_type") String targetType, @RestForm String instructions,
            @HeaderParam("traceparent") String traceparent) {
        return submit(DemoRequest.ofForm(payload, targetType, instructions), traceparent);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "submitDemo", summary = "Cast data to a target type", description = "As JSON or as a form. The run is one of create-structured-output.")
    @RequestBody(required = true, content = {
        @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "DemoRequest"),
                example = "{\"payload\":\"Seven of nine\",\"target_type\":\"integer\",\"instructions\":\"the first number\"}"),
        @Content(mediaType = MediaType.APPLICATION_FORM_URLENCODED, schema = @Schema(ref = "DemoRequest"))})
    @APIResponse(responseCode = "202", description = "Accepted", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = DemoAccepted.class)))
    public Uni<Response> json(byte[] body, @HeaderParam("traceparent") String traceparent) {
        return submit(DemoRequest.ofJson(body), traceparent);
    }

    @GET
    @Path("/{task_run_id}/status")
    @Operation(operationId = "getDemoStatus", summary = "How a run is going")
    public Uni<DemoStatus> status(@PathParam("task_run_id") String id) {
        return Answers.soon(reads.get(RunResource.id(id)).map(DemoStatus::of));
    }

    private Uni<Response> submit(DemoRequest request, String traceparent) {
        Future<RunView> accepted = tasks.get(TASK).compose(task -> submit.submit(task, request.input(), traceparent));
        return Answers.soon(accepted).map(run -> Response
                .accepted(new DemoAccepted(run.id().toString()))
                .location(URI.create("/tasks/" + run.id() + "/status"))
                .build()).onFailure(ProblemException.class).transform(cause -> {
            ProblemException problem = (ProblemException) cause;
            return problem.problem() == Problem.INVALID
                    ? Problem.INVALID.because("the request does not fit", DemoRequest.translate(problem.faults()))
                    : problem;
        });
    }
}
