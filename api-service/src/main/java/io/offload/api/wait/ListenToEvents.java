package io.offload.api.wait;

import io.offload.api.view.RunView;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads all partitions of the events topic from their ends, without a group, and tells whoever listens for a run that it changed. It looks at a
 * record's key only, and at its value only for runs that somebody listens for or that this process accepted a moment ago.
 */
@Singleton
public class ListenToEvents {
    private static final Logger LOG = Logger.getLogger(ListenToEvents.class);
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(10);

    private final KafkaConfig config;
    private final Topics topics;
    private final FreshRuns fresh;
    private final Map<UUID, List<Listener>> listeners = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    /** Is told, on the event thread, that a run changed. Must not block. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param event the event's JSON; see {@code RunEvent}
         */
        void changed(UUID run, byte[] event);

        /**
         * The run has ended; on an event loop, and {@link #changed} follows.
         *
         * @param view what it is now, null when it has to be read
         */
        default void ended(UUID run, RunView view) {}
    }

    @Inject
    public ListenToEvents(KafkaConfig config, Topics topics, FreshRuns fresh) {
        this.config = config;
        this.topics = topics;
        this.fresh = fresh;
    }

    /** Listens for a run's events until {@link #remove}. Add the listener before reading the run. */
    public void add(UUID run, Listener listener) {
        listeners.compute(run, (id, present) -> {
            List<Listener> list = present == null ? new CopyOnWriteArrayList<>() : present;
            list.add(listener);
            return list;
        });
    }

    public void remove(UUID run, Listener listener) {
        listeners.computeIfPresent(run, (id, list) -> {
            list.remove(listener);
            return list.isEmpty() ? null : list;
        });
    }

    /** Tells whoever listens for a run that it has ended. */
    void ended(UUID run, RunView view) {
        fresh.ended(run);
        List<Listener> interested = listeners.get(run);
        if (interested != null) {
            interested.forEach(listener -> listener.ended(run, view));
        }
    }

    /** Runs that somebody listens for. */
    public int listenedFor() {
        return listeners.size();
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("offload-events").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> fresh = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                topics.ensure(List.of());
                listen(fresh);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warnf("events cannot be read, waiters look into Postgres every 5 s; next try in 2 s: %s", e.toString());
                try {
                    Thread.sleep(2000);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void listen(KafkaConsumer<byte[], byte[]> current) {
        Set<TopicPartition> assigned = Set.of();
        long assignedNanos = 0;
        while (!stopping) {
            if (assigned.isEmpty() || System.nanoTime() - assignedNanos > LOOK_FOR_PARTITIONS.toNanos()) {
                Set<TopicPartition> now = partitions(current);
                if (!now.equals(assigned)) {
                    Set<TopicPartition> before = assigned;
                    current.assign(now);
                    current.seekToEnd(now.stream().filter(partition -> !before.contains(partition)).toList());
                    now.forEach(current::position);
                    assigned = now;
                }
                assignedNanos = System.nanoTime();
            }
            for (ConsumerRecord<byte[], byte[]> record : current.poll(Duration.ofSeconds(1))) {
                if (record.key() != null && record.key().length == 36) {
                    tell(record);
                }
            }
        }
    }

    private static Set<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> current) {
        List<PartitionInfo> infos = current.partitionsFor(Topics.EVENTS);
        if (infos == null) {
            return Set.of();
        }
        return infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).collect(Collectors.toSet());
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        UUID run;
        try {
            run = UUID.fromString(new String(record.key(), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return;
        }
        if (fresh.holds(run) && EndOfRun.isToldBy(record.value())) {
            fresh.ended(run);
        }
        List<Listener> interested = listeners.get(run);
        if (interested != null) {
            interested.forEach(listener -> listener.changed(run, record.value()));
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return settings;
    }
}
