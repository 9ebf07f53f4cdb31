package io.offload.api.run;

import io.offload.api.answer.Answers;
import io.offload.api.answer.QueryParameters;
import io.offload.api.problem.Problem;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.api.wait.WaitForRun;
import io.offload.api.wait.WaitParameter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/runs/{id}}, at once or when the run has ended. */
@Tag(name = "Runs")
@Path("/api/v1/runs/{id}")
public class RunResource {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Set<String> PARAMETERS = Set.of(WaitParameter.NAME);

    private final ReadRuns reads;
    private final WaitForRun waits;

    @Inject
    public RunResource(ReadRuns reads, WaitForRun waits) {
        this.reads = reads;
        this.waits = waits;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getRun", summary = "A run", description = "With wait: as soon as it has ended, or as it is at the end of the wait.")
    @APIResponse(responseCode = "200", description = "The run", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Run")))
    public Uni<Response> run(@PathParam("id") String id, @QueryParam(WaitParameter.NAME) String wait, @Context UriInfo uri) {
        UUID run = id(id);
        QueryParameters.onceEach(uri, PARAMETERS);
        Duration limit = WaitParameter.parse(wait);
        Future<RunView> view = limit.isZero() ? reads.get(run) : waits.terminal(run, limit);
        return Answers.whenever(Answers.soonAfter(limit, view)).map(found -> Response.ok(found.json(), MediaType.APPLICATION_JSON_TYPE).header("ETag", "\"" + found.revision() + "\"").build());
    }

    /**
     * The id of a path.
     *
     * @throws io.offload.api.problem.ProblemException {@link Problem#UNPARSABLE} when it is not a UUID
     */
    public static UUID id(String text) {
        if (!isId(text)) {
            throw Problem.UNPARSABLE.because("\"" + text + "\" is not a UUID");
        }
        return UUID.fromString(text);
    }

    /** Whether the text is a UUID in its usual form. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
