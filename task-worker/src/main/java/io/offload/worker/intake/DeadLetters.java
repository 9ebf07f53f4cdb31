package io.offload.worker.intake;

import io.offload.kafka.KafkaClients;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Moves records that are no commands to the dead-letter topic, with the reason and where they came from in the headers {@code offload-reason},
 * {@code offload-topic}, {@code offload-partition} and {@code offload-offset}. Of one that is too large to be sent again only these go there, and its
 * size in {@code offload-size}.
 */
@Singleton
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private final KafkaConfig config;
    private final AtomicLong sent = new AtomicLong();
    private volatile KafkaProducer<byte[], byte[]> producer;
    private volatile boolean closed;

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
        origin(letter, record, reason);
        LOG.warnf("record %s-%d@%d is no command: %s; it goes to %s", record.topic(), record.partition(), record.offset(), reason, Topics.DEAD_LETTERS);
        move(letter, record, () -> {
            ProducerRecord<byte[], byte[]> small = new ProducerRecord<>(Topics.DEAD_LETTERS, new byte[0]);
            origin(small, record, reason);
            header(small, "offload-size", Integer.toString(record.serializedValueSize()));
            move(small, record, () -> {}, moved);
        }, moved);
    }

    private static void origin(ProducerRecord<byte[], byte[]> letter, ConsumerRecord<byte[], byte[]> record, String reason) {
        header(letter, "offload-reason", reason);
        header(letter, "offload-topic", record.topic());
        header(letter, "offload-partition", Integer.toString(record.partition()));
        header(letter, "offload-offset", Long.toString(record.offset()));
    }

    /** @param tooLarge what to do when Kafka would never take the letter */
    private void move(ProducerRecord<byte[], byte[]> letter, ConsumerRecord<byte[], byte[]> record, Runnable tooLarge, Runnable moved) {
        try {
            producer.send(letter, (metadata, error) -> {
                if (error == null) {
                    sent.incrementAndGet();
                    moved.run();
                } else if (error instanceof RecordTooLargeException) {
                    tooLarge.run();
                } else {
                    moveLater(letter, record, tooLarge, moved, error);
                }
            });
        } catch (KafkaException e) {
            moveLater(letter, record, tooLarge, moved, e);
        }
    }

    /** Kafka may be away: until the record is moved its partition's offset stays before it, so a restart would read it again too. */
    private void moveLater(ProducerRecord<byte[], byte[]> letter, ConsumerRecord<byte[], byte[]> record, Runnable tooLarge, Runnable moved, Exception why) {
        if (closed) {
            return;
        }
        LOG.warnf("record %s-%d@%d could not be moved, next try in %s: %s", record.topic(), record.partition(), record.offset(), AGAIN_AFTER, why.toString());
        CompletableFuture.delayedExecutor(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(() -> move(letter, record, tooLarge, moved));
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @PreDestroy
    synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
