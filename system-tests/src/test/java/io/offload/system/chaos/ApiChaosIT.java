package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.EventStream;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Two API instances and three workers; the API dies mid-submit, workers are stopped under load, old runs leave, the next release comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiChaosIT {
    private OffloadSystem system;
    private Oracle oracle;
    private List<Api> apis;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("api-chaos").apis(2).trialWorkers(3).with("OFFLOAD_RETENTION_INTERVAL", "1s").start();
        oracle = new Oracle(system);
        apis = List.of(system.api(0), system.api(1));
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void killedInstanceLosesNothingThatWasAcceptedAndARetryGivesOneRun() {
        try (Load load = new Load(apis, oracle, "trial-noop", "{\"value\":1}").start(40)) {
            for (int round = 1; round <= 2; round++) {
                int enough = load.accepted() + 80;
                await().atMost(Duration.ofSeconds(30)).until(() -> load.accepted() > enough);
                system.apis().getFirst().kill();
                int more = load.accepted() + 80;
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
    void eventsOfARunAreStreamedByAnyInstance() throws Exception {
        for (int i = 0; i < 6; i++) {
            String id = apis.get(i % 2).run("trial-sleep", "{\"duration\":\"PT0.3S\"}");
            oracle.accepted(id, "COMPLETED");
            try (EventStream events = EventStream.open(apis.get((i + 1) % 2).url() + "/api/v1/runs/" + id + "/events")) {
                List<String> types = new ArrayList<>();
                String last = null;
                for (EventStream.Event event = events.next(); event != null && !event.type().equals("end"); event = events.next()) {
                    types.add(event.type());
                    last = event.type().equals("state") ? Reply.treeOf(event.data()).at("/state/type").asText() : last;
                }
                assertThat(types).contains("state");
                assertThat(last).isEqualTo("COMPLETED");
            }
        }
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
        try (Load load = new Load(apis, oracle, "trial-sleep", "{\"duration\":\"PT0.05S\"}").start(30)) {
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

    @Test
    void oldRunsLeaveWithoutStoppingTraffic() {
        OldRuns old = new OldRuns(system.database());
        try (Load load = new Load(apis, oracle, "trial-noop", "{\"value\":1}").start(40)) {
            int begun = load.accepted();
            await().atMost(Duration.ofSeconds(20)).until(() -> load.accepted() > begun + 100);
            old.make(40, 3_000);
            String open = old.makeWithAnOpenRun(45, 1_200);
            await("a whole partition is dropped").atMost(Duration.ofSeconds(60)).until(() -> old.partitions(40) == 0);
            await("finished neighbours of an open run leave").atMost(Duration.ofSeconds(60)).until(() -> old.runs(45) == 1);
            assertThat(apis.getFirst().state(open)).isEqualTo("SCHEDULED");
            load.stop();
            await().atMost(Duration.ofSeconds(30)).until(() -> load.open() == 0);
            assertThat(load.statuses()).as("nobody was refused, or left without an answer: %s", load.unanswered()).isSubsetOf(200, 202);
        }
        oracle.awaitAllEnded(Duration.ofSeconds(30));
        oracle.check();
    }

    /** Last: the schema belongs to the next release afterwards. */
    @Test
    @FullChaos
    @Order(Integer.MAX_VALUE)
    void runsFlowOnWhileTheNextReleaseWithItsMigrationReplacesThisOne() {
        new RollingDeployment(system, oracle, apis).happens();
    }
}
