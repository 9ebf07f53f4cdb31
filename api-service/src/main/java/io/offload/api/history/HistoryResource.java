package io.offload.api.history;

import io.offload.api.answer.Answers;
import io.offload.api.answer.QueryParameters;
import io.offload.api.problem.Problem;
import io.offload.api.run.RunResource;
import io.offload.api.view.ReadRuns;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/runs/{id}/history}. */
@Path("/api/v1/runs/{id}/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
public class HistoryResource {
    private static final String READ = Sql.load(HistoryResource.class, "history");
    private static final Set<String> PARAMETERS = Set.of("after", "limit");
    private static final int MOST = 1000;
    private static final int USUAL = 200;

    private final Postgres postgres;
    private final ReadRuns reads;

    @Inject
    public HistoryResource(Postgres postgres, ReadRuns reads) {
        this.postgres = postgres;
        this.reads = reads;
    }

    @GET
    @Operation(operationId = "getHistory", summary = "A run's states", description = "Every state that the run has had, oldest first, with attempt, worker, reason and error.")
    public Uni<HistoryPage> history(@PathParam("id") String id, @Parameter(schema = @Schema(implementation = Integer.class, minimum = "0", defaultValue = "0")) @QueryParam("after") String after,
            @Parameter(schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "1000", defaultValue = "200")) @QueryParam("limit") String limit, @Context UriInfo uri) {
        UUID run = RunResource.id(id);
        QueryParameters.onceEach(uri, PARAMETERS);
        int from = QueryParameters.number("after", after, 0, Integer.MAX_VALUE, 0);
        int most = QueryParameters.number("limit", limit, 1, MOST, USUAL);
        return Answers.soon(postgres.pool().preparedQuery(READ).execute(Tuple.of(run, from, most + 1)).compose(rows -> {
            if (rows.size() == 0 && from == 0) {
                return Future.failedFuture(Problem.unknownRun(run));
            }
            List<HistoryEntry> entries = new ArrayList<>(rows.size());
            for (Row row : rows) {
                entries.add(HistoryEntry.of(row));
            }
            if (entries.isEmpty()) {
                return reads.get(run).map(ignored -> new HistoryPage(List.of(), null));
            }
            boolean more = entries.size() > most;
            List<HistoryEntry> page = more ? entries.subList(0, most) : entries;
            return Future.succeededFuture(new HistoryPage(page, more ? from + most : null));
        }));
    }
}
