package io.offload.event;

import io.offload.kafka.KafkaClients;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Tells whoever listens that runs changed. Events are hints: when Kafka is away they are dropped, and readers find the change in Postgres
 * within 5 s. A list goes to one partition, so that Kafka sees batches. That a run has ended is told at once, unless Postgres has notified it
 * ({@link EndNotification}); anything else waits up to 25 ms for company, because at a moderate load each request to Kafka, and each waking of a
 * thread for one, costs more than the run itself.
 */
@Singleton
public class EventPublisher {
    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final int QUEUED_LISTS = 1024;
    /** So many events at once say that the system is busy: then 5 ms more make larger batches; few leave at once. */
    private static final int MANY = 8;
    private static final Duration COMPANY = Duration.ofMillis(25);

    private final Topics topics;
    private final Producer<byte[], byte[]> prompt;
    private final Producer<byte[], byte[]> gathering;
    private final BlockingQueue<Told> queue = new ArrayBlockingQueue<>(QUEUED_LISTS);
    /** One for each list that is to go at once: what may wait wakes nobody. */
    private final Semaphore hurry = new Semaphore(0);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopping;
    private int rotation;

    /**
     * @param atOnce whether somebody may wait for it
     */
    private record Told(List<RunEvent> events, boolean atOnce) {}

    @Inject
    public EventPublisher(KafkaConfig config, Topics topics) {
        this.topics = topics;
        this.prompt = KafkaClients.producer(config, Duration.ZERO);
        this.gathering = KafkaClients.producer(config, Duration.ofMillis(5));
        this.thread = Thread.ofPlatform().name("offload-event-publisher").daemon().start(this::sendAll);
    }

    /** Thread-safe, never blocks; call it after the commit. */
    public void publish(List<RunEvent> events) {
        publish(new Told(events, endsOne(events)));
    }

    /** The same for ends of runs of which those who wait have been told otherwise. */
    public void publishSoon(List<RunEvent> events) {
        publish(new Told(events, false));
    }

    private void publish(Told told) {
        List<RunEvent> events = told.events();
        if (events.isEmpty()) {
            return;
        }
        if (!queue.offer(told)) {
            dropped.addAndGet(events.size());
        } else if (told.atOnce()) {
            hurry.release();
        }
    }

    /** Events since the start that nobody was told of. */
    public long dropped() {
        return dropped.get();
    }

    private void sendAll() {
        List<List<RunEvent>> ready = new ArrayList<>();
        while (!stopping) {
            ready.clear();
            try {
                gather(ready);
            } catch (InterruptedException e) {
                return;
            }
            try {
                send(ready);
            } catch (RuntimeException e) {
                ready.forEach(events -> dropped.addAndGet(events.size()));
                LOG.debugf("events dropped: %s", e.toString());
            }
        }
    }

    /** Waits for events, and then until one of them is to go at once, or for {@link #COMPANY}. */
    private void gather(List<List<RunEvent>> ready) throws InterruptedException {
        Told first = queue.take();
        if (!first.atOnce()) {
            hurry.tryAcquire(COMPANY.toNanos(), TimeUnit.NANOSECONDS);
        }
        hurry.drainPermits();
        for (Told next = first; next != null; next = queue.poll()) {
            ready.add(next.events());
        }
    }

    private static boolean endsOne(List<RunEvent> events) {
        for (RunEvent event : events) {
            if (event.ends()) {
                return true;
            }
        }
        return false;
    }

    private void send(List<List<RunEvent>> lists) {
        Topics.Topic topic = topics.known(Topics.EVENTS);
        if (topic == null) {
            topic = topics.describe(Topics.EVENTS);
            if (topic == null) {
                return;
            }
        }
        int partition = Math.floorMod(rotation++, topic.partitions());
        int events = lists.stream().mapToInt(List::size).sum();
        Producer<byte[], byte[]> producer = events >= MANY ? gathering : prompt;
        for (List<RunEvent> list : lists) {
            for (RunEvent event : list) {
                byte[] key = event.id().toString().getBytes(StandardCharsets.US_ASCII);
                producer.send(new ProducerRecord<>(Topics.EVENTS, partition, key, event.json().getBytes(StandardCharsets.UTF_8)), (metadata, error) -> {
                    if (error != null) {
                        dropped.incrementAndGet();
                    }
                });
            }
        }
    }

    @PreDestroy
    void close() {
        stopping = true;
        thread.interrupt();
        prompt.close(Duration.ofSeconds(1));
        gathering.close(Duration.ofSeconds(1));
    }
}
