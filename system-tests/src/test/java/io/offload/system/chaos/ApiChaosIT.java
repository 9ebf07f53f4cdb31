package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two API instances and three workers; the API dies mid-submit, workers are stopped under load. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiChaosIT {
    private OffloadSystem system;
    private Oracle oracle;
    private List<Api> apis;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("api-chaos").apis(2).trialWorkers(3).start();
        oracle = new Oracle(system);
        apis = List.of(system.api(0), system.api(1));
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void killedInstanceLosesNothingThatWasAcceptedAndARetryGivesOneRun() {
        try (Load load = new Load(apis, oracle, "trial-noop", "{\"value\":1}").start(100)) {
            for (int round = 1; round <= 2; round++) {
                int enough = load.accepted() + 150;
                await().atMost(Duration.ofSeconds(30)).until(() -> load.accepted() > enough);
                system.apis().getFirst().kill();
                int more = load.accepted() + 150;
                await().atMost(Duration.ofSeconds(30)).until(() -> load.accepted() > more);
                system.apis().getFirst().restart();
            }
            load.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> load.open() == 0);
            assertThat(load.keysWithSeveralRuns()).isEmpty();
        }
        oracle.awaitAllEnded(Duration.ofSeconds(30));
        oracle.check();
    }

    @Test
    void whatOneInstanceAcceptedTheOtherReadsAtOnceAndTellsWhenItHasEnded() {
        for (int i = 0; i < 50; i++) {
            String id = apis.get(i % 2).run("trial-noop", "{\"value\":" + i + "}");
            oracle.accepted(id);
            Api other = apis.get((i + 1) % 2);
            assertThat(other.get("/api/v1/runs/" + id).status()).isEqualTo(200);
            assertThat(other.get("/api/v1/runs/" + id + "?wait=20s").expect(200).json().at("/state/type").asText()).isEqualTo("COMPLETED");
        }
    }

    @Test
    void fiftyEqualKeysAtOnceGiveOneRun() {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Api api = apis.get(i % 2);
            replies.add(CompletableFuture.supplyAsync(() -> api.submit("trial-noop", "{\"input\":{\"value\":1}}", "Idempotency-Key", "fifty")));
        }
        List<Reply> answers = replies.stream().map(CompletableFuture::join).toList();
        assertThat(answers).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 202));
        assertThat(answers.stream().filter(reply -> reply.status() == 202)).hasSize(1);
        assertThat(answers.stream().map(reply -> reply.json().get("id").asText()).distinct()).hasSize(1);
    }

    @Test
    void stoppedWorkersLoseNoAttemptAndNoRunWaitsForALease() {
        try (Load load = new Load(apis, oracle, "trial-sleep", "{\"duration\":\"PT0.05S\"}").start(60)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> load.accepted() > 100);
            for (int i = 0; i < 2; i++) {
                system.trialWorkers().get(i).terminate();
                system.trialWorkers().get(i).restart();
            }
            load.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> load.open() == 0);
        }
        oracle.awaitAllEnded(Duration.ofSeconds(30));
        assertThat(oracle.executedAgain()).as("runs executed more than once").isZero();
        assertThat(system.database().number("SELECT count(*) FROM worker_session WHERE lost_at IS NOT NULL")).isZero();
        oracle.check();
    }

    @Test
    void dueRunsAreReleasedOnceThoughFiveProcessesSweep() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = apis.get(i % 2).submit("trial-noop", "{\"input\":{\"value\":1},\"delay\":\"2s\"}").expect(202).json().get("id").asText();
            ids.add(id);
            oracle.accepted(id);
        }
        oracle.awaitAllEnded(Duration.ofSeconds(30));
        assertThat(system.database().number("SELECT count(*) FROM run_history WHERE state = 'PENDING' AND run_id = ANY (?)",
                (Object) ids.stream().map(java.util.UUID::fromString).toArray(java.util.UUID[]::new))).isEqualTo(100);
        oracle.check();
    }
}
