package io.offload.api.queue;

import io.offload.api.answer.Answers;
import io.offload.api.problem.Problem;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.offload.task.Names;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/queues}, and holding a queue back. */
@Path("/api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operation")
public class QueueResource {
    private static final String PAUSE = Sql.load(QueueResource.class, "pause");

    private final ReadQueues queues;
    private final Postgres postgres;

    @Inject
    public QueueResource(ReadQueues queues, Postgres postgres) {
        this.queues = queues;
        this.postgres = postgres;
    }

    @GET
    @Operation(operationId = "listQueues", summary = "Queues", description = "Depth, age of the oldest waiting run, workers, and the lag of each partition.")
    public Uni<QueueList> all() {
        return Answers.soon(queues.all().map(QueueList::new));
    }

    @GET
    @Path("/{queue}")
    @Operation(operationId = "getQueue", summary = "One queue")
    public Uni<QueueView> one(@PathParam("queue") String queue) {
        return Answers.soon(read(queue));
    }

    @POST
    @Path("/{queue}/pause")
    @Operation(operationId = "pauseQueue", summary = "Pause a queue", description = "Within a second workers begin no more of its runs; submissions are still accepted. Pausing twice changes nothing.")
    public Uni<QueueView> pause(@PathParam("queue") String queue) {
        return Answers.soon(set(queue, true));
    }

    @POST
    @Path("/{queue}/resume")
    @Operation(operationId = "resumeQueue", summary = "Let a paused queue go on")
    public Uni<QueueView> resume(@PathParam("queue") String queue) {
        return Answers.soon(set(queue, false));
    }

    private Future<QueueView> set(String queue, boolean paused) {
        if (!Names.isQueue(queue)) {
            return Future.failedFuture(unknown(queue));
        }
        return postgres.pool().preparedQuery(PAUSE).execute(Tuple.of(queue, paused)).compose(rows -> read(queue));
    }

    private Future<QueueView> read(String queue) {
        return queues.all().map(all -> all.stream().filter(view -> view.name().equals(queue)).findFirst()
                .orElseThrow(() -> unknown(queue)));
    }

    private static RuntimeException unknown(String queue) {
        return Problem.NOT_FOUND.because("there is no queue \"%s\"".formatted(queue));
    }
}
