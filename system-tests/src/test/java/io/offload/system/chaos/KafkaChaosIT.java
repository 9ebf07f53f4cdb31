package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Kafka goes away under load, or forgets everything, or what it acknowledged last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaChaosIT {
    private static final int WAITING = 300;
    private static final int BATCH = 10;
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;
    private CommandTopic topic;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("kafka-chaos").apis(1).trialWorkers(2).start();
        api = system.api();
        oracle = new Oracle(system);
        topic = new CommandTopic(system, "trial");
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void submissionsGoOnWhileKafkaIsAwayAndEverythingEnds() throws IOException {
        for (Duration outage : Recovery.outages()) {
            try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(30)) {
                int begun = load.accepted();
                await().atMost(Duration.ofSeconds(10)).until(() -> load.accepted() > begun + 50);
                system.kafka().kill();
                try {
                    int before = load.accepted();
                    long away = System.nanoTime();
                    await().atMost(outage.plusSeconds(30)).until(() -> System.nanoTime() - away > outage.toNanos());
                    assertThat(load.accepted() - before).as("accepted while Kafka was away").isGreaterThan((int) outage.toSeconds() * 10);
                    assertThat(load.statuses()).as("unanswered: %s", load.unanswered()).containsExactly(202);
                } finally {
                    system.kafka().restart();
                }
                long back = System.nanoTime();
                load.stop();
                oracle.awaitAllEnded(Duration.ofSeconds(60));
                Recovery.noteSince("Kafka killed under load, %d s away: everything accepted has ended after it is back".formatted(outage.toSeconds()), back);
            }
        }
        oracle.check();
    }

    @Test
    void runningRunsAreInterruptedSoonAfterACancelAlsoWhileKafkaIsAway() throws IOException {
        cancel(startHundred(), "cancel of a running run: interrupted");
        List<String> running = startHundred();
        system.kafka().kill();
        try {
            cancel(running, "cancel of a running run with Kafka down: interrupted");
        } finally {
            system.kafka().restart();
        }
        oracle.check();
    }

    private List<String> startHundred() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = api.run("trial-sleep", "{\"duration\":\"PT5M\"}");
            oracle.accepted(id, "CANCELLED");
            ids.add(id);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> told("started").keySet().containsAll(ids));
        return ids;
    }

    private void cancel(List<String> ids, String scenario) {
        Map<String, Long> asked = new HashMap<>();
        for (String id : ids) {
            asked.put(id, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()));
            api.cancel(id).expect(202);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> told("interrupted").keySet().containsAll(ids));
        Map<String, Long> interrupted = told("interrupted");
        ids.forEach(id -> Recovery.note(scenario, Duration.ofNanos(interrupted.get(id) - asked.get(id))));
        ids.forEach(id -> assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("CANCELLED"));
    }

    /** When runs said this. */
    private Map<String, Long> told(String event) {
        Map<String, Long> told = new HashMap<>();
        system.journal().entries().stream().filter(entry -> entry.event().equals(event))
                .forEach(entry -> told.put(entry.run(), entry.at()));
        return told;
    }

    @Test
    void everyPendingRunIsSentAgainWhenKafkaHasForgottenEverything() throws IOException {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            sentAgainAfter("Kafka's data deleted", () -> KafkaFiles.forget(system));
        }
    }

    @Test
    void runsWhoseAcknowledgedCommandsKafkaHasLostAreSentAgain() throws IOException {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            sentAgainAfter("Kafka lost its last acknowledged records", () ->
                    assertThat(KafkaFiles.loseTail(system, topic.name(), 0.5)).as("bytes lost").isPositive());
        }
    }

    private interface Loss {
        void happens() throws IOException;
    }

    /** No worker is alive, so that nobody takes a run over: what ends up in the topic was sent. */
    private void sentAgainAfter(String what, Loss loss) throws IOException {
        system.trialWorkers().parallelStream().forEach(ServiceProcess::terminate);
        Set<String> waiting = new HashSet<>();
        String batch = "[" + String.join(",", Collections.nCopies(BATCH, "{\"task\":\"trial-noop\",\"input\":{\"value\":1}}")) + "]";
        while (waiting.size() < WAITING) {
            api.post("/api/v1/runs/batch", batch).expect(202).json().get("ids").forEach(id -> waiting.add(id.asText()));
        }
        waiting.forEach(id -> oracle.accepted(id, "COMPLETED"));
        await("Kafka's acknowledgement of every command").atMost(Duration.ofSeconds(20)).until(() -> new HashSet<>(topic.runs()).containsAll(waiting)
                && system.database().number("SELECT count(*) FROM command_batch WHERE topic_id IS NULL") == 0);
        system.kafka().kill();
        loss.happens();
        system.kafka().restart();
        long back = System.nanoTime();
        await("all commands in the topic again").atMost(Duration.ofSeconds(40)).until(() -> new HashSet<>(topic.runs()).containsAll(waiting));
        Recovery.noteSince(what + ": %d waiting runs are sent again after it is back".formatted(WAITING), back);
        system.trialWorkers().parallelStream().forEach(ServiceProcess::restart);
        oracle.awaitAllEnded(Duration.ofSeconds(60));
        Recovery.noteSince(what + ": they have ended, workers started again included", back);
        String after = api.run("trial-noop", "{\"value\":\"after\"}");
        assertThat(api.awaitEnd(after).at("/state/type").asText()).isEqualTo("COMPLETED");
        oracle.check();
    }
}
