package io.offload.command;

import io.offload.kafka.KafkaClients;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.KafkaUnavailableException;
import io.offload.kafka.Topics;
import io.offload.store.GroupCommit;
import io.offload.store.Pace;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Sends committed commands to Kafka and notes in Postgres what Kafka acknowledged. A batch that is not acknowledged is
 * sent again by {@link SendUnacknowledgedCommands}, so nothing here retries, and what does not fit the queue is simply left to it.
 *
 * <p>One partition takes a whole batch, the next the next: hashing each id made batches of 2-4 records and cost more than Postgres. Small
 * batches go at once, from the thread that wrote them, large ones through a producer that gathers for 5 ms.
 */
@Singleton
public class CommandPublisher {
    private static final Logger LOG = Logger.getLogger(CommandPublisher.class);
    private static final int LARGE_BATCH = 32;
    private static final int QUEUED_BATCHES = 512;

    private final Topics topics;
    private final Producer<byte[], byte[]> prompt;
    private final Producer<byte[], byte[]> gathering;
    private final BlockingQueue<Sending> queue = new ArrayBlockingQueue<>(QUEUED_BATCHES);
    private final GroupCommit<Acknowledged> acknowledgements;
    private final AtomicInteger rotation = new AtomicInteger();
    private final AtomicLong notAcknowledged = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;

    private record Sending(CommandBatch batch, CompletableFuture<Boolean> acknowledged) {}

    private record Acknowledged(UUID batch, String topicId, int partition, long lastOffset, CompletableFuture<Boolean> noted) {}

    @Inject
    public CommandPublisher(KafkaConfig config, Topics topics, Vertx vertx, Postgres postgres) {
        this.topics = topics;
        this.prompt = KafkaClients.nonBlockingProducer(config);
        this.gathering = KafkaClients.producer(config, Duration.ofMillis(5));
        // nobody waits for the note; without it a batch is sent again 10 s after its commit
        Pace pace = new Pace(Duration.ZERO, Duration.ofMillis(200), Duration.ofMillis(200), 500);
        this.acknowledgements = new GroupCommit<>("acknowledgements", vertx, postgres.pipeline(), 1, 500, 10_000, pace, new NoteAcknowledged());
        this.thread = Thread.ofPlatform().name("offload-command-publisher").daemon().start(this::sendAll);
    }

    /**
     * Sends a batch soon. Thread-safe, never blocks.
     *
     * @return completes with true once Kafka's acknowledgement is noted in Postgres; false means that the batch will be sent again from there
     */
    public CompletableFuture<Boolean> publish(CommandBatch batch) {
        Sending sending = new Sending(batch, new CompletableFuture<>());
        if (!sendNow(sending) && !queue.offer(sending)) {
            notAcknowledged.incrementAndGet();
            sending.acknowledged().complete(false);
        }
        return sending.acknowledged();
    }

    /** Batches since the start that Kafka did not acknowledge in time. */
    public long notAcknowledged() {
        return notAcknowledged.get();
    }

    private void sendAll() {
        while (!stopping) {
            Sending next;
            try {
                next = queue.take();
            } catch (InterruptedException e) {
                return;
            }
            try {
                send(next, topic(next.batch().queue()), gathering, new Acknowledgement(next, null));
            } catch (RuntimeException e) {
                given(next, e);
            }
        }
    }

    /**
     * Few commands need no other thread, unless something has to be waited for.
     *
     * @return false when Kafka's client refused them, or would have had to ask for the topic
     */
    private boolean sendNow(Sending sending) {
        if (sending.batch().entries().size() >= LARGE_BATCH || !queue.isEmpty()) {
            return false;
        }
        Topics.Topic topic = topics.knownOfLate(Topics.commands(sending.batch().queue()));
        if (topic == null) {
            return false;
        }
        Acknowledgement acknowledgement = new Acknowledgement(sending, Thread.currentThread());
        try {
            send(sending, topic, prompt, acknowledgement);
        } catch (RuntimeException e) {
            acknowledgement.refused = true;
        }
        return !acknowledgement.refused;
    }

    private void send(Sending sending, Topics.Topic topic, Producer<byte[], byte[]> producer, Acknowledgement acknowledgement) {
        int partition = Math.floorMod(rotation.getAndIncrement(), topic.partitions());
        acknowledgement.of(topic, partition);
        for (CommandBatch.Entry entry : sending.batch().entries()) {
            producer.send(record(topic.name(), partition, entry), acknowledgement);
            if (acknowledgement.refused) {
                return;
            }
        }
    }

    /** Gathers what Kafka says of each command of a batch. */
    private final class Acknowledgement implements Callback {
        private final Sending sending;
        private final Thread sender;
        private final AtomicInteger open;
        private final AtomicLong last = new AtomicLong(-1);
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private volatile boolean refused;
        private Topics.Topic topic;
        private int partition;

        /**
         * @param sender whose commands may be refused, because it sends them again in another way; null for nobody's
         */
        Acknowledgement(Sending sending, Thread sender) {
            this.sending = sending;
            this.sender = sender;
            this.open = new AtomicInteger(sending.batch().entries().size());
        }

        void of(Topics.Topic topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, Exception error) {
            if (error != null && Thread.currentThread() == sender) {
                refused = true;
                return;
            }
            if (error != null) {
                failure.compareAndSet(null, error);
            } else {
                last.accumulateAndGet(metadata.offset(), Math::max);
            }
            if (open.decrementAndGet() == 0 && !refused) {
                if (failure.get() != null) {
                    given(sending, failure.get());
                } else if (!acknowledgements.offer(
                        new Acknowledged(sending.batch().id(), topic.id(), partition, last.get(), sending.acknowledged()))) {
                    sending.acknowledged().complete(false);
                }
            }
        }
    }

    private Topics.Topic topic(String queueName) {
        String name = Topics.commands(queueName);
        Topics.Topic topic = topics.recent(name);
        if (topic == null) {
            topics.ensure(Set.of(queueName));
            topic = topics.known(name);
            if (topic == null) {
                throw new KafkaUnavailableException(new IllegalStateException("topic " + name + " does not exist"));
            }
        }
        return topic;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, CommandBatch.Entry entry) {
        byte[] key = entry.command().id().toString().getBytes(StandardCharsets.US_ASCII);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, entry.command().encode());
        if (entry.traceparent() != null) {
            record.headers().add("traceparent", entry.traceparent().getBytes(StandardCharsets.US_ASCII));
        }
        return record;
    }

    private void given(Sending sending, Exception why) {
        if (notAcknowledged.getAndIncrement() % 100 == 0) {
            LOG.warnf("Kafka did not take %d commands of queue %s: %s; they are sent again from Postgres",
                    sending.batch().entries().size(), sending.batch().queue(), why.toString());
        }
        sending.acknowledged().complete(false);
    }

    @PreDestroy
    void close() {
        stopping = true;
        thread.interrupt();
        prompt.close(Duration.ofSeconds(2));
        gathering.close(Duration.ofSeconds(2));
        acknowledgements.close();
    }

    private static final class NoteAcknowledged implements GroupCommit.Batch<Acknowledged> {
        private static final String SQL = Sql.load(CommandPublisher.class, "acknowledge_batches");

        @Override
        public Future<RowSet<Row>> write(SqlConnection connection, List<Acknowledged> items) {
            int n = items.size();
            UUID[] ids = new UUID[n];
            String[] topicIds = new String[n];
            Integer[] partitions = new Integer[n];
            Long[] offsets = new Long[n];
            for (int i = 0; i < n; i++) {
                Acknowledged item = items.get(i);
                ids[i] = item.batch();
                topicIds[i] = item.topicId();
                partitions[i] = item.partition();
                offsets[i] = item.lastOffset();
            }
            return connection.preparedQuery(SQL).execute(Tuple.of((Object) ids, (Object) topicIds, (Object) partitions, (Object) offsets));
        }

        @Override
        public void written(List<Acknowledged> items, RowSet<Row> rows) {
            items.forEach(item -> item.noted().complete(true));
        }

        @Override
        public void refused(Acknowledged item, PgException reason) {
            item.noted().complete(false);
        }

        @Override
        public boolean unknown(List<Acknowledged> items, Throwable cause) {
            items.forEach(item -> item.noted().complete(false));
            return false;
        }
    }
}
