package io.offload.api.queue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A queue as the API tells it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Queue")
public record QueueView(
        @Schema(examples = "default") String name,
        @Schema(description = "Whether workers leave it alone") boolean paused,
        @Schema(description = "Since when, null unless paused", nullable = true) String pausedAt,
        @Schema(description = "PENDING runs", examples = "12") long depth,
        @Schema(description = "False above 5000 runs: depth then counts some that have left already") boolean depthExact,
        @Schema(description = "Since when the oldest run is PENDING, null when none is", nullable = true) String oldestPendingAt,
        @Schema(description = "ISO-8601, null when no run is PENDING", examples = "PT1.25S", nullable = true) String oldestAge,
        @Schema(description = "Workers that serve it", examples = "1") int workers,
        @Schema(description = "Their slots together", examples = "64") int slots,
        @Schema(description = "Of its Kafka topic; null when Kafka does not answer", nullable = true) Lag lag) {

    /** Commands that the queue's consumer group has not passed yet; some of them may be taken over or cancelled already. */
    @Schema(name = "QueueLag")
    public record Lag(@Schema(examples = "offload.task-runs.default") String topic, @Schema(examples = "0") long total, List<Partition> partitions) {}

    /** One partition's lag. */
    @Schema(name = "PartitionLag")
    public record Partition(@Schema(examples = "0") int partition, @Schema(examples = "0") long lag) {}
}
