package io.offload.system.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.offload.system.OffloadSystem;
import io.offload.system.Project;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Offload on a Kafka that asks for TLS and a password: the services get in with what {@code offload.kafka.client.*} says. */
class SecuredKafkaIT {
    private static final int RUNS = 20;
    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(Project.home().resolve("system-tests/target/secured-kafka-" + ProcessHandle.current().pid()));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void thisKafkaLetsNobodyInWithoutTlsAndTheRightPassword() throws Exception {
        try (Admin plain = admin(Map.of())) {
            assertThatThrownBy(() -> topics(plain)).hasCauseInstanceOf(TimeoutException.class);
        }
        try (Admin wrong = admin(kafka.client("wrong"))) {
            assertThatThrownBy(() -> topics(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
        try (Admin right = admin(kafka.client("right"))) {
            topics(right);
        }
    }

    /** Idle workers would execute runs without Kafka too; that they claimed by command shows in the group's offsets. */
    @Test
    void commandsReachWorkersAndEventsReachApisThroughIt() throws Exception {
        OffloadSystem.Builder builder = OffloadSystem.builder("secured-kafka").apis(1).workers(1).with("OFFLOAD_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        kafka.client("right").forEach((property, value) ->
                builder.with("OFFLOAD_KAFKA_CLIENT_" + property.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        try (OffloadSystem system = builder.start(); Admin admin = admin(kafka.client("right"))) {
            List<String> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(system.api().run("echo", "{\"value\":" + i + "}"));
            }
            assertThat(runs).allSatisfy(run -> assertThat(system.api().awaitEnd(run).at("/state/type").asText()).isEqualTo("COMPLETED"));
            await("the commands' offsets are the group's").atMost(Duration.ofSeconds(20)).until(() -> committed(admin) >= RUNS);
            await("each run told of its start and its end").atMost(Duration.ofSeconds(20)).until(() -> ends(admin, "offload.task-run-events") >= 2 * RUNS);
        }
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("offload.default").partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset).sum();
    }

    private static long ends(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
                .forEach(partition -> asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().values().stream().mapToLong(end -> end.offset()).sum();
    }

    private static Admin admin(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("default.api.timeout.ms", 3000);
        settings.put("request.timeout.ms", 2000);
        return Admin.create(settings);
    }

    private static void topics(Admin admin) throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
}
