package io.offload.worker.intake;

import io.offload.kafka.KafkaClients;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Moves records that are no commands to the dead-letter topic, with the reason and where they came from in the headers {@code offload-reason},
 * {@code offload-topic}, {@code offload-partition} and {@code offload-offset}.
 */
@Singleton
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private final KafkaConfig config;
    private final AtomicLong sent = new AtomicLong();
    private KafkaProducer<byte[], byte[]> producer;

    @Inject
    public DeadLetters(KafkaConfig config) {
        this.config = config;
    }

    /** Records moved since the start. */
    public long sent() {
        return sent.get();
    }

    /**
     * Sends the record; may block for 2 s when Kafka is away, so it is for poll threads.
     *
     * @param moved called when Kafka has acknowledged it: only then may the offset move on
     */
    synchronized void send(ConsumerRecord<byte[], byte[]> record, String reason, Runnable moved) {
        if (producer == null) {
            producer = KafkaClients.producer(config, Duration.ZERO);
        }
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTERS, null, record.key(), record.value());
        record.headers().forEach(letter.headers()::add);
        header(letter, "offload-reason", reason);
        header(letter, "offload-topic", record.topic());
        header(letter, "offload-partition", Integer.toString(record.partition()));
        header(letter, "offload-offset", Long.toString(record.offset()));
        LOG.warnf("record %s-%d@%d is no command: %s; it goes to %s", record.topic(), record.partition(), record.offset(), reason, Topics.DEAD_LETTERS);
        try {
            producer.send(letter, (metadata, error) -> {
                if (error == null) {
                    sent.incrementAndGet();
                    moved.run();
                } else {
                    LOG.warnf("record %s-%d@%d could not be moved, it is read again after a restart: %s",
                            record.topic(), record.partition(), record.offset(), error.toString());
                }
            });
        } catch (KafkaException e) {
            LOG.warnf("record %s-%d@%d could not be moved: %s", record.topic(), record.partition(), record.offset(), e.toString());
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
