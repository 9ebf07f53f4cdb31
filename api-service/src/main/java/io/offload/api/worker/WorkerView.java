package io.offload.api.worker;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.offload.api.view.RunView;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A worker's session. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Worker")
public record WorkerView(
        @Schema(description = "Number of the session; a worker that starts again gets a new one", examples = "7") long session,
        @Schema(description = "offload.worker.name", examples = "worker-1") String name,
        @Schema(description = "LIVE, or DRAINING: it finishes what it has and takes nothing new", examples = "LIVE", enumeration = {"LIVE", "DRAINING"}) String status,
        String host,
        long pid,
        String version,
        List<String> queues,
        List<String> tasks,
        @Schema(description = "Runs that it can execute at once", examples = "64") int slots,
        @Schema(description = "Runs that it had at its last heartbeat", examples = "3") int inFlight,
        String startedAt,
        @Schema(description = "Every 2 s; a session silent for 10 s is called lost and its runs go to others") String heartbeatAt) {

    static WorkerView of(Row row) {
        return new WorkerView(row.getLong("id"), row.getString("worker"), row.getOffsetDateTime("draining_at") == null ? "LIVE" : "DRAINING",
                row.getString("host"), row.getLong("pid"), row.getString("version"), List.of(row.getArrayOfStrings("queues")),
                List.of(row.getArrayOfStrings("tasks")), row.getInteger("slots"), row.getInteger("in_flight"),
                RunView.time(row.getOffsetDateTime("started_at").toInstant()), RunView.time(row.getOffsetDateTime("heartbeat_at").toInstant()));
    }
}
