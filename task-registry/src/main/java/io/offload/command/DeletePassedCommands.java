package io.offload.command;

import static io.offload.store.Postgres.await;

import io.offload.kafka.Topics;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes commands that a queue's group has passed: no age of theirs says when they may go, because a run may wait for ever. What was not claimed is
 * still named by its batch in Postgres, and sent again from there.
 */
@Singleton
public class DeletePassedCommands implements Sweep {
    private static final String QUEUES = "SELECT name FROM queue";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Admin admin;

    @Inject
    public DeletePassedCommands(Admin admin) {
        this.admin = admin;
    }

    @Override
    public String name() {
        return "delete-passed-commands";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        for (Row queue : await(connection.preparedQuery(QUEUES).execute(), LIMIT)) {
            deletePassed(queue.getString(0));
        }
        return AfterCommit.NOTHING;
    }

    /** @throws io.offload.kafka.KafkaUnavailableException when Kafka does not answer */
    void deletePassed(String queue) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                Topics.await(admin.listConsumerGroupOffsets(Topics.group(queue)).partitionsToOffsetAndMetadata());
        Map<TopicPartition, RecordsToDelete> passed = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (offset != null && offset.offset() > 0 && partition.topic().equals(Topics.commands(queue))) {
                passed.put(partition, RecordsToDelete.beforeOffset(offset.offset()));
            }
        });
        if (!passed.isEmpty()) {
            Topics.await(admin.deleteRecords(passed).all());
        }
    }
}
