package io.offload.kafka;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients with Offload's settings. */
@Singleton
public class KafkaClients {
    private static final Duration MOST_BLOCKED = Duration.ofSeconds(2);

    @Produces
    @Singleton
    Admin admin(KafkaConfig config) {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        return Admin.create(settings);
    }

    void close(@Disposes Admin admin) {
        admin.close(Duration.ofSeconds(1));
    }

    /**
     * A producer that waits for all replicas and gives up within {@link KafkaConfig#deliveryTimeout()}. Its {@code send} may block for up to
     * 2 s when Kafka is away: never call it on an event loop.
     *
     * @param linger how long the producer gathers records into a batch
     */
    public static KafkaProducer<byte[], byte[]> producer(KafkaConfig config, Duration linger) {
        return producer(config, linger, MOST_BLOCKED);
    }

    /**
     * A producer without linger whose {@code send} never blocks: where it would have to wait, for what the topic is like or for room, it refuses the record
     * before it returns, with an error to the callback on the caller's thread.
     */
    public static KafkaProducer<byte[], byte[]> nonBlockingProducer(KafkaConfig config) {
        return producer(config, Duration.ZERO, Duration.ZERO);
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaConfig config, Duration linger, Duration mostBlocked) {
        int delivery = (int) config.deliveryTimeout().toMillis();
        int lingerMs = (int) linger.toMillis();
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1024 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, mostBlocked.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1000, Math.min(4000, delivery - lingerMs)));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
        settings.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 30_000L);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
