package io.offload.api.worker;

import io.offload.api.answer.Answers;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/workers}. */
@Path("/api/v1/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation", description = "Workers and queues")
public class WorkerResource {
    private static final String READ = Sql.load(WorkerResource.class, "live_sessions");

    private final Postgres postgres;

    @Inject
    public WorkerResource(Postgres postgres) {
        this.postgres = postgres;
    }

    @GET
    @Operation(operationId = "listWorkers", summary = "Live workers", description = "Sessions with their slots, runs in flight and last heartbeat; at most 1000.")
    public Uni<WorkerList> workers() {
        return Answers.soon(postgres.pool().preparedQuery(READ).execute().map(rows -> {
            List<WorkerView> workers = new ArrayList<>(rows.size());
            for (Row row : rows) {
                workers.add(WorkerView.of(row));
            }
            return new WorkerList(workers);
        }));
    }
}
