package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Kafka goes away under load, or forgets everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaChaosIT {
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("kafka-chaos").apis(1).trialWorkers(2).start();
        api = system.api();
        oracle = new Oracle(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void submissionsGoOnWhileKafkaIsAwayAndEverythingEnds() throws IOException {
        Duration outage = Boolean.getBoolean("chaos.all") ? Duration.ofSeconds(60) : Duration.ofSeconds(8);
        try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(50)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> load.accepted() > 50);
            system.kafka().kill();
            int before = load.accepted();
            long away = System.nanoTime();
            await().atMost(outage.plusSeconds(30)).until(() -> System.nanoTime() - away > outage.toNanos());
            assertThat(load.accepted() - before).as("accepted while Kafka was away").isGreaterThan((int) outage.toSeconds() * 40);
            assertThat(load.statuses()).containsExactly(202);
            system.kafka().restart();
            long back = System.nanoTime();
            load.stop();
            oracle.awaitAllEnded(Duration.ofSeconds(60));
            Recovery.noteSince("Kafka killed under load: everything accepted has ended after it is back", back);
        }
        oracle.check();
    }

    @Test
    void runningRunIsCancelledWhileKafkaIsAway() throws IOException {
        String id = api.run("trial-sleep", "{\"duration\":\"PT40S\"}");
        oracle.accepted(id);
        await().atMost(Duration.ofSeconds(15)).until(() -> system.journal().starts(id).size() == 1);
        system.kafka().kill();
        try {
            long asked = System.nanoTime();
            api.cancel(id).expect(202);
            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10))
                    .until(() -> system.journal().of(id).stream().anyMatch(entry -> entry.event().equals("interrupted")));
            Recovery.noteSince("cancel of a running run with Kafka down: interrupted", asked);
            assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("CANCELLED");
        } finally {
            system.kafka().restart();
        }
        oracle.check();
    }

    @Test
    void everyPendingRunIsSentAgainWhenKafkaHasForgottenEverything() throws IOException {
        system.trialWorkers().forEach(worker -> worker.terminate());
        for (int i = 0; i < 300; i++) {
            oracle.accepted(api.run("trial-noop", "{\"value\":" + i + "}"));
        }
        system.kafka().kill();
        deleteTree(system.kafkaFolder().resolve("log"));
        system.kafka().restart();
        long back = System.nanoTime();
        system.trialWorkers().forEach(worker -> worker.restart());
        oracle.awaitAllEnded(Duration.ofSeconds(60));
        Recovery.noteSince("Kafka's data deleted: 300 waiting runs have ended after it is back", back);
        String after = api.run("trial-noop", "{\"value\":\"after\"}");
        assertThat(api.awaitEnd(after).at("/state/type").asText()).isEqualTo("COMPLETED");
        oracle.check();
    }

    private static void deleteTree(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
