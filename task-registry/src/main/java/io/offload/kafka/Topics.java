package io.offload.kafka;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of Offload: their names, and that they exist. Methods that ask Kafka block, at most 5 s. */
@Singleton
public class Topics {
    public static final String EVENTS = "offload.task-run-events";
    public static final String DEAD_LETTERS = "offload.dead-letters";
    private static final String COMMANDS = "offload.task-runs.";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration RECENT = Duration.ofSeconds(10);

    private final Admin admin;
    private final KafkaConfig config;
    private final Map<String, Topic> known = new ConcurrentHashMap<>();

    /**
     * A topic as Kafka last described it.
     *
     * @param id changes when a topic is deleted and made again
     * @param readNanos when that was, by {@link System#nanoTime}
     */
    public record Topic(String name, String id, int partitions, long readNanos) {}

    @Inject
    public Topics(Admin admin, KafkaConfig config) {
        this.admin = admin;
        this.config = config;
    }

    public static String commands(String queue) {
        return COMMANDS + queue;
    }

    /** Consumer group of a queue's workers. */
    public static String group(String queue) {
        return "offload." + queue;
    }

    /** What is known of a topic without asking Kafka; null when it was never seen. */
    public Topic known(String name) {
        return known.get(name);
    }

    /** What Kafka said of a topic at most 10 s ago, without asking it; null when that was longer ago or never. */
    public Topic knownOfLate(String name) {
        Topic topic = known.get(name);
        return topic == null || System.nanoTime() - topic.readNanos() > RECENT.toNanos() ? null : topic;
    }

    /**
     * What Kafka said of a topic at most 10 s ago: a topic may be deleted and made again, or get more partitions.
     *
     * @return null when there is none
     * @throws KafkaUnavailableException when Kafka has to be asked and does not answer
     */
    public Topic recent(String name) {
        Topic topic = knownOfLate(name);
        return topic == null ? describe(name) : topic;
    }

    /**
     * Makes the topics that are missing and remembers all of them.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public void ensure(Collection<String> queues) {
        List<NewTopic> wanted = new ArrayList<>();
        wanted.add(topic(EVENTS, config.eventPartitions(), config.eventRetention().toMillis()));
        wanted.add(topic(DEAD_LETTERS, 1, config.deadLetterRetention().toMillis()));
        queues.forEach(queue -> wanted.add(topic(commands(queue), config.commandPartitions(), -1)));
        List<String> names = wanted.stream().map(NewTopic::name).toList();
        List<NewTopic> missing = wanted.stream().filter(topic -> describe(topic.name()) == null).toList();
        if (missing.isEmpty()) {
            return;
        }
        admin.createTopics(missing).values().forEach((name, made) -> {
            try {
                await(made);
            } catch (KafkaUnavailableException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        names.forEach(this::describe);
    }

    /**
     * Asks Kafka for the topic.
     *
     * @return null when there is none
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public Topic describe(String name) {
        try {
            TopicDescription description = await(admin.describeTopics(List.of(name)).topicNameValues().get(name));
            Topic topic = new Topic(name, description.topicId().toString(), description.partitions().size(), System.nanoTime());
            known.put(name, topic);
            return topic;
        } catch (KafkaUnavailableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                known.remove(name);
                return null;
            }
            throw e;
        }
    }

    private NewTopic topic(String name, int partitions, long retentionMs) {
        return new NewTopic(name, partitions, config.replicationFactor())
                .configs(Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(retentionMs)));
    }

    /**
     * Waits for Kafka, at most 5 s.
     *
     * @throws KafkaUnavailableException with Kafka's own exception as its cause
     */
    public static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaUnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException(e);
        }
    }
}
