package io.offload.worker.intake;

import io.offload.command.TaskRunCommand;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads one queue's commands on a platform thread. It buffers a bounded number; beyond that, and while the queue is paused, its partitions are
 * paused and it keeps polling, so that a slow task never costs a rebalance. Offsets are committed up to the first command that Postgres has not
 * decided.
 */
public final class QueueIntake {
    private static final Logger LOG = Logger.getLogger(QueueIntake.class);
    private static final int MAX_BUFFERED = 8_000;
    private static final long MAX_BUFFERED_BYTES = 16L * 1024 * 1024;
    /** A commit is a request to Kafka and a write in it; what a crash leaves uncommitted is read again and dropped by its claim. */
    private static final long COMMIT_EVERY_NANOS = Duration.ofMillis(500).toNanos();

    private final String queue;
    private final KafkaConfig config;
    private final DeadLetters deadLetters;
    private final Runnable arrived;
    private final ConcurrentLinkedQueue<Intaken> buffer = new ConcurrentLinkedQueue<>();
    private final AtomicInteger buffered = new AtomicInteger();
    private final AtomicLong bufferedBytes = new AtomicLong();
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
    private volatile Set<TopicPartition> assigned = Set.of();
    private volatile boolean paused;
    private volatile boolean stopping;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private long committedNanos;
    private int lastBuffered;
    private boolean failing;
    private Thread thread;

    /**
     * @param arrived called when commands have been added to the buffer
     */
    public QueueIntake(String queue, KafkaConfig config, DeadLetters deadLetters, Runnable arrived) {
        this.queue = queue;
        this.config = config;
        this.deadLetters = deadLetters;
        this.arrived = arrived;
    }

    public String queue() {
        return queue;
    }

    public void start() {
        thread = Thread.ofPlatform().name("offload-intake-" + queue).daemon().start(this::run);
    }

    /** Commands waiting to be claimed. */
    public int waiting() {
        return paused ? 0 : buffered.get();
    }

    /**
     * The next command of the buffer.
     *
     * @return null when there is none, or the queue is paused
     */
    public Intaken next() {
        while (!paused) {
            Intaken next = buffer.poll();
            if (next == null) {
                return null;
            }
            buffered.decrementAndGet();
            bufferedBytes.addAndGet(-next.weight());
            if (assigned.contains(next.partition())) {
                return next;
            }
        }
        return null;
    }

    /** Stops or resumes handing out commands; a paused queue keeps its partitions. */
    public void pause(boolean pause) {
        paused = pause;
        if (!pause) {
            arrived.run();
        }
    }

    /** Leaves the consumer group, committing what was decided. Waits at most 5 s. */
    public void stop() {
        stopping = true;
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> fresh = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                fresh.subscribe(List.of(Topics.commands(queue)), new Rebalances());
                while (!stopping) {
                    pollOnce(fresh);
                }
                commit(fresh);
            } catch (WakeupException e) {
                LOG.debugf("intake of %s was woken to stop", queue);
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("intake of queue %s failed, it starts again in 1 s: %s", queue, e.toString());
                forget();
                pauseAfterFailure();
            } finally {
                consumer = null;
            }
        }
    }

    private void pollOnce(KafkaConsumer<byte[], byte[]> current) {
        boolean full = paused || buffered.get() >= MAX_BUFFERED || bufferedBytes.get() >= MAX_BUFFERED_BYTES;
        hold(current, full);
        ConsumerRecords<byte[], byte[]> records = current.poll(patience(full));
        if (!records.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record);
            }
            arrived.run();
        }
        long now = System.nanoTime();
        if (now - committedNanos >= COMMIT_EVERY_NANOS) {
            committedNanos = now;
            commitAsync(current);
        }
    }

    /**
     * How long to wait for commands, which end the wait when they come. What else the loop looks for: room in the buffer, offsets to commit, a resumed
     * queue.
     */
    private Duration patience(boolean full) {
        int now = buffered.get();
        boolean draining = now < lastBuffered;
        lastBuffered = now;
        if (full && draining) {
            return Duration.ofMillis(5);
        }
        return full || progress.values().stream().anyMatch(PartitionProgress::isOpen) ? Duration.ofMillis(50) : Duration.ofMillis(250);
    }

    private void hold(KafkaConsumer<byte[], byte[]> current, boolean full) {
        Set<TopicPartition> held = current.paused(); // the consumer knows: a rebalance keeps what is paused, and assigns what is not
        if (full && held.size() != current.assignment().size()) {
            current.pause(current.assignment());
        } else if (!full && !held.isEmpty()) {
            current.resume(held);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        PartitionProgress of = progress.computeIfAbsent(partition, ignored -> new PartitionProgress());
        try {
            Header trace = record.headers().lastHeader("traceparent");
            TaskRunCommand command = TaskRunCommand.decode(record.value());
            String traceparent = trace == null || trace.value() == null ? null : new String(trace.value(), StandardCharsets.US_ASCII);
            Intaken intaken = new Intaken(command, traceparent, partition, record.offset());
            of.add(intaken);
            buffered.incrementAndGet();
            bufferedBytes.addAndGet(intaken.weight());
            buffer.add(intaken);
        } catch (TaskRunCommand.UndecodableCommandException e) {
            Intaken intaken = new Intaken(null, null, partition, record.offset());
            of.add(intaken);
            deadLetters.send(record, e.getMessage(), intaken::decided);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committable(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach((partition, of) -> {
            long offset = of.advance();
            if (offset >= 0 && partitions.contains(partition)) {
                offsets.put(partition, new OffsetAndMetadata(offset));
            }
        });
        return offsets;
    }

    private void commitAsync(KafkaConsumer<byte[], byte[]> current) {
        Map<TopicPartition, OffsetAndMetadata> offsets = committable(current.assignment());
        if (!offsets.isEmpty()) {
            current.commitAsync(offsets, (done, error) -> {
                if (error == null) {
                    noteCommitted(done);
                    failing = false;
                } else if (!failing) {
                    failing = true;
                    LOG.warnf("offsets of queue %s could not be committed, they will be with the next: %s", queue, error.toString());
                }
            });
        }
    }

    private void commit(KafkaConsumer<byte[], byte[]> current) {
        Map<TopicPartition, OffsetAndMetadata> offsets = committable(current.assignment());
        if (!offsets.isEmpty()) {
            try {
                current.commitSync(offsets, Duration.ofSeconds(3));
                noteCommitted(offsets);
            } catch (WakeupException e) {
                current.commitSync(offsets, Duration.ofSeconds(3));
            } catch (KafkaException e) {
                LOG.debugf("offsets of queue %s were not committed, their commands come again and are dropped: %s", queue, e.toString());
            }
        }
    }

    private void noteCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionProgress of = progress.get(partition);
            if (of != null) {
                of.committed(offset.offset());
            }
        });
    }

    private void forget() {
        progress.clear();
        assigned = Set.of();
        Intaken dropped;
        while ((dropped = buffer.poll()) != null) { // one by one: somebody may be taking the next one now
            buffered.decrementAndGet();
            bufferedBytes.addAndGet(-dropped.weight());
        }
    }

    private void pauseAfterFailure() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.group(queue));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * 1024 * 1024);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000L);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        return settings;
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> progress.put(partition, new PartitionProgress()));
            Set<TopicPartition> now = new HashSet<>(assigned);
            now.addAll(partitions);
            assigned = Set.copyOf(now);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            KafkaConsumer<byte[], byte[]> current = consumer;
            if (current != null) {
                commit(current);
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            Set<TopicPartition> now = new HashSet<>(assigned);
            now.removeAll(partitions);
            assigned = Set.copyOf(now);
            partitions.forEach(progress::remove);
        }
    }
}
