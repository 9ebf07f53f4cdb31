package io.offload.api.list;

import io.offload.api.answer.Answers;
import io.offload.api.answer.QueryParameters;
import io.offload.run.StateType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/runs}. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class ListResource {
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final ListRuns list;

    @Inject
    public ListResource(ListRuns list) {
        this.list = list;
    }

    @GET
    @Operation(operationId = "listRuns", summary = "Runs, newest first",
            description = "Filters are combined. A page may hold fewer than limit runs, even none: only next_cursor null means the end.")
    @Parameter(name = "state", in = ParameterIn.QUERY, description = "Repeated: any of them", schema = @Schema(type = SchemaType.ARRAY, implementation = StateType.class))
    @Parameter(name = "tag", in = ParameterIn.QUERY, description = "Repeated: each of them", schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(name = "task", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class))
    @Parameter(name = "queue", in = ParameterIn.QUERY, schema = @Schema(implementation = String.class))
    @Parameter(name = "created_after", in = ParameterIn.QUERY, description = "RFC 3339, inclusive", schema = @Schema(implementation = String.class, format = "date-time"))
    @Parameter(name = "created_before", in = ParameterIn.QUERY, description = "RFC 3339, exclusive", schema = @Schema(implementation = String.class, format = "date-time"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "200", defaultValue = "50"))
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before", schema = @Schema(implementation = String.class))
    @APIResponse(responseCode = "200", description = "A page", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "RunPage")))
    public Uni<Response> runs(@Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        RunFilter filter = RunFilter.read(query);
        int limit = QueryParameters.number("limit", RunFilter.one(query, "limit"), 1, MOST, USUAL);
        String cursor = RunFilter.one(query, "cursor");
        UUID end = cursor == null ? filter.end() : Cursor.read(cursor, filter);
        return Answers.soon(list.below(end, filter, limit).map(page -> Response.ok(page.json(filter), MediaType.APPLICATION_JSON_TYPE).build()));
    }

}
