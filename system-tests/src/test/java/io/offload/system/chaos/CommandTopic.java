package io.offload.system.chaos;

import static org.awaitility.Awaitility.await;

import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A queue's topic as an operator with Kafka's tools sees it. */
final class CommandTopic {
    private final OffloadSystem system;
    private final String name;

    CommandTopic(OffloadSystem system, String queue) {
        this.system = system;
        this.name = "offload.task-runs." + queue;
    }

    String name() {
        return name;
    }

    /** Records ever written to it, deleted ones too. */
    long written() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
            return ends(admin).values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The run ids of all commands that are in it now, repeated ones repeated; none while it does not exist. */
    List<String> runs() {
        List<String> runs = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", system.kafka().bootstrapServers(),
                        "auto.offset.reset", "earliest"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = ends(admin);
            if (ends.isEmpty()) {
                return runs;
            }
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            await("the end of " + name).atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    runs.add(Reply.treeOf(new String(record.value(), StandardCharsets.UTF_8)).get("id").asText());
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
            return runs;
        }
    }

    private Map<TopicPartition, Long> ends(Admin admin) {
        try {
            Set<TopicPartition> partitions = admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
                    .map(partition -> new TopicPartition(name, partition.partition())).collect(Collectors.toSet());
            return admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()))).all().get()
                    .entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.UnknownTopicOrPartitionException) {
                return Map.of();
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
