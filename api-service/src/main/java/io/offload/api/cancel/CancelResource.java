package io.offload.api.cancel;

import io.offload.api.answer.Answers;
import io.offload.api.problem.Problem;
import io.offload.api.run.RunResource;
import io.offload.api.view.ReadRuns;
import io.offload.cancel.CancelRuns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /api/v1/runs/{id}/cancel} and {@code POST /api/v1/runs/cancel}. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class CancelResource {
    private final CancelRuns cancel;
    private final ReadRuns reads;

    @Inject
    public CancelResource(CancelRuns cancel, ReadRuns reads) {
        this.cancel = cancel;
        this.reads = reads;
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(operationId = "cancelRun", summary = "Cancel a run",
            description = "200: it is CANCELLED, now or before. 202: it is CANCELLING, its worker was asked. 409: it has ended otherwise.")
    @APIResponse(responseCode = "200", description = "CANCELLED, now or before", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Run")))
    @APIResponse(responseCode = "202", description = "CANCELLING", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Run")))
    public Uni<Response> one(@PathParam("id") String id) {
        UUID run = RunResource.id(id);
        return Answers.soon(cancel.cancel(List.of(run)).compose(states -> {
            String state = states.get(run);
            int status = CancelledRuns.statusOf(state);
            return switch (status) {
                case 404 -> Future.<Response>failedFuture(Problem.unknownRun(run));
                case 409 -> Future.failedFuture(Problem.STATE_CONFLICT.because("run %s is %s: it has ended and cannot be cancelled".formatted(run, state)));
                default -> reads.get(run).map(view -> Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(view.json()).build());
            };
        }));
    }

    @POST
    @Path("/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "cancelRuns", summary = "Cancel up to 1000 runs", description = "Answers for each id what a cancel of it alone would have answered.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "CancelRequest")))
    public Uni<CancelledRuns> many(byte[] body) {
        List<UUID> ids = CancelBody.read(body).ids();
        return Answers.soon(cancel.cancel(ids).map(states ->
                new CancelledRuns(ids.stream().map(id -> CancelledRuns.Answer.of(id.toString(), states.get(id))).toList())));
    }
}
