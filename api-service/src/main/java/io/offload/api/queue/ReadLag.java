package io.offload.api.queue;

import io.offload.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** How far a queue's consumer group is behind, as Kafka says; asked at most every 2 s a queue, each answer awaited for at most 1.5 s. */
@Singleton
public class ReadLag {
    private static final Logger LOG = Logger.getLogger(ReadLag.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int LIMIT_MS = 1500;

    private final Admin admin;
    private final Topics topics;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Future<QueueView.Lag> lag, long askedNanos) {}

    @Inject
    public ReadLag(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /** The lag; null when Kafka does not answer, or has no such topic yet. */
    Future<QueueView.Lag> of(String queue) {
        return known.compute(queue, (name, earlier) -> earlier != null && System.nanoTime() - earlier.askedNanos() < FRESH_NANOS
                ? earlier
                : new Known(ask(name), System.nanoTime())).lag();
    }

    private Future<QueueView.Lag> ask(String queue) {
        Promise<QueueView.Lag> lag = Promise.promise();
        Thread.ofVirtual().name("offload-lag").start(() -> {
            try {
                lag.complete(read(queue));
            } catch (InterruptedException e) {
                lag.complete(null);
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                LOG.debugf("the lag of queue %s could not be read: %s", queue, e.toString());
                lag.complete(null);
            }
        });
        return lag.future();
    }

    private QueueView.Lag read(String queue) throws InterruptedException, ExecutionException, TimeoutException {
        String name = Topics.commands(queue);
        Topics.Topic topic = topics.known(name);
        if (topic == null) {
            topic = topics.describe(name);
            if (topic == null) {
                return null;
            }
        }
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        for (int i = 0; i < topic.partitions(); i++) {
            ends.put(new TopicPartition(name, i), OffsetSpec.latest());
            beginnings.put(new TopicPartition(name, i), OffsetSpec.earliest());
        }
        ListOffsetsOptions soon = new ListOffsetsOptions().timeoutMs(LIMIT_MS);
        var committed = admin.listConsumerGroupOffsets(Topics.group(queue), new ListConsumerGroupOffsetsOptions().timeoutMs(LIMIT_MS)).partitionsToOffsetAndMetadata();
        var end = admin.listOffsets(ends, soon).all();
        var beginning = admin.listOffsets(beginnings, soon).all();
        Map<TopicPartition, OffsetAndMetadata> positions = await(committed);
        List<QueueView.Partition> partitions = new ArrayList<>();
        for (var entry : await(end).entrySet()) {
            OffsetAndMetadata position = positions.get(entry.getKey());
            long from = Math.max(position == null ? 0 : position.offset(), await(beginning).get(entry.getKey()).offset());
            partitions.add(new QueueView.Partition(entry.getKey().partition(), Math.max(0, entry.getValue().offset() - from)));
        }
        partitions.sort(Comparator.comparingInt(QueueView.Partition::partition));
        return new QueueView.Lag(name, partitions.stream().mapToLong(QueueView.Partition::lag).sum(), partitions);
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT_MS, TimeUnit.MILLISECONDS);
    }
}
