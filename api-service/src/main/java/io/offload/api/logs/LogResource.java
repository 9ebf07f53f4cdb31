package io.offload.api.logs;

import io.offload.api.answer.Answers;
import io.offload.api.answer.QueryParameters;
import io.offload.api.run.RunResource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/runs/{id}/logs}. */
@Path("/api/v1/runs/{id}/logs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class LogResource {
    private static final Set<String> PARAMETERS = Set.of("after", "limit");
    private static final int MOST = 10_000;
    private static final int USUAL = 1000;

    private final ReadLogs logs;

    @Inject
    public LogResource(ReadLogs logs) {
        this.logs = logs;
    }

    @GET
    @Operation(operationId = "getLogs", summary = "A run's log lines", description = "In order, across attempts. A run that executes stores its lines each second; ask again with after.")
    public Uni<LogPage> logs(@PathParam("id") String id, @Parameter(schema = @Schema(implementation = Integer.class, minimum = "0", defaultValue = "0")) @QueryParam("after") String after,
            @Parameter(schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "10000", defaultValue = "1000")) @QueryParam("limit") String limit, @Context UriInfo uri) {
        UUID run = RunResource.id(id);
        QueryParameters.onceEach(uri, PARAMETERS);
        int from = QueryParameters.number("after", after, 0, Integer.MAX_VALUE, 0);
        int most = QueryParameters.number("limit", limit, 1, MOST, USUAL);
        return Answers.soon(logs.after(run, from, most + 1).map(lines -> lines.size() > most
                ? new LogPage(lines.subList(0, most), lines.get(most - 1).seq())
                : new LogPage(lines, null)));
    }
}
