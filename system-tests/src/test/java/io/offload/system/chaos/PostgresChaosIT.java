package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.Reply;
import io.offload.system.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Postgres goes away under load, cuts its connections, has none to give, or its answers are lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresChaosIT {
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("postgres-chaos").apis(1).trialWorkers(2).withWorker("OFFLOAD_WORKER_QUEUES", "trial").start();
        api = system.api();
        oracle = new Oracle(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void submissionsAreRefusedInTimeAndOutcomesAreKeptWhilePostgresIsAway() throws IOException {
        for (Duration outage : Recovery.outages()) {
            awayUnderLoad(outage, "Postgres killed under load, %d s away: everything accepted has ended after it is back".formatted(outage.toSeconds()), () -> {
                system.postgres().kill();
                return () -> system.postgres().restart();
            });
        }
    }

    @Test
    void submissionsAreRefusedInTimeAndOutcomesAreKeptWhileNoConnectionIsToBeHad() throws IOException {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            awayUnderLoad(Duration.ofSeconds(6), "no connection to Postgres to be had for 6 s under load: everything accepted has ended afterwards", () -> {
                DatabaseFaults.Exhausted exhausted = DatabaseFaults.exhaust(system.database());
                return exhausted::close;
            });
        }
    }

    @Test
    @FullChaos
    void submissionsAreRefusedInTimeAndOutcomesAreKeptWhilePostgresIsFrozen() throws IOException {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            awayUnderLoad(Duration.ofSeconds(15), "Postgres frozen for 15 s under load: everything accepted has ended afterwards", () -> {
                system.suspendPostgres();
                return system::resumePostgres;
            });
        }
    }

    /** Takes Postgres away, and returns what brings it back. */
    private interface Outage {
        Mend begin();
    }

    private interface Mend {
        void end() throws IOException;
    }

    private void awayUnderLoad(Duration length, String scenario, Outage outage) throws IOException {
        List<String> running = new ArrayList<>();
        try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(30)) {
            int begun = load.accepted();
            await("a service that is warm").atMost(Duration.ofSeconds(30)).until(() -> load.accepted() > begun + 50);
            for (int i = 0; i < 10; i++) {
                String id = api.run("trial-sleep", "{\"duration\":\"PT4S\"}");
                oracle.accepted(id);
                running.add(id);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> running.stream().allMatch(id -> system.journal().starts(id).size() == 1));
            Mend mend = outage.begin();
            try {
                long away = System.nanoTime();
                await().atMost(length.plusSeconds(30)).until(() -> System.nanoTime() - away > length.toNanos());
                assertThat(load.answered(503)).isPositive();
                Recovery.note("Postgres away: the slowest 503 of each outage", load.slowestRefusal());
                assertThat(load.slowestRefusal()).as("after 4 s, and what a busy machine adds").isLessThan(Duration.ofSeconds(10));
                assertThat(load.refusedWithoutRetryAfter()).isZero();
                assertThat(running).as("tasks went on").allSatisfy(id ->
                        assertThat(system.journal().of(id)).anyMatch(entry -> entry.event().equals("finished")));
            } finally {
                mend.end();
            }
            long back = System.nanoTime();
            load.stop();
            await("submissions that were refused").atMost(Duration.ofSeconds(30)).until(() -> load.open() == 0);
            oracle.awaitAllEnded(Duration.ofSeconds(60));
            Recovery.noteSince(scenario, back);
            assertThat(load.statuses()).as("unanswered: %s", load.unanswered()).isSubsetOf(200, 202, 503);
            assertThat(load.keysWithSeveralRuns()).isEmpty();
        }
        for (String id : running) {
            assertThat(system.journal().starts(id)).as("executions of %s, whose worker lived on", id).hasSize(1);
        }
        Stream.concat(system.apis().stream(), system.trialWorkers().stream()).forEach(service ->
                assertThat(service.output()).as("log of " + service.name()).doesNotContain("Uncaught exception"));
        oracle.check();
    }

    @Test
    void cutConnectionsCostNoRunAndNoSecondExecution() {
        try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(40)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> load.accepted() > 100);
            for (int round = 1; round <= 5; round++) {
                int enough = load.accepted() + 60;
                DatabaseFaults.cut(system.database());
                await().atMost(Duration.ofSeconds(20)).until(() -> load.accepted() > enough);
            }
            load.stop();
            await().atMost(Duration.ofSeconds(20)).until(() -> load.open() == 0);
            oracle.awaitAllEnded(Duration.ofSeconds(60));
            assertThat(load.keysWithSeveralRuns()).isEmpty();
        }
        assertThat(oracle.states().keySet()).containsExactly("COMPLETED");
        oracle.check();
    }

    @Test
    void lostAnswersOfClaimsAndCompletionsCostNoSecondExecution() throws IOException {
        try (LossyRelay relay = new LossyRelay(system.postgres().port())) {
            ServiceProcess worker = system.addTrialWorker(Map.of("OFFLOAD_POSTGRES_URL", through(relay), "OFFLOAD_WORKER_QUEUES", "trial-slow"));
            api.awaitEnd(slow());
            for (int i = 0; i < Recovery.repetitions(); i++) {
                relay.loseAnswerOf(() -> system.database().number("SELECT count(*) FROM task_run WHERE task = 'trial-slow' AND state = 'RUNNING'") > 0);
                endsOnceThough("the answer of its claim was lost", relay);
                long completed = completedSlow();
                relay.loseAnswerOf(() -> completedSlow() > completed);
                endsOnceThough("the answer of its completion was lost", relay);
            }
            await("nothing is in flight").atMost(Duration.ofSeconds(20)).until(() ->
                    system.database().number("SELECT in_flight FROM worker_session WHERE pid = ?", worker.pid()) == 0);
            worker.terminate();
        }
        oracle.check();
    }

    private void endsOnceThough(String what, LossyRelay relay) {
        int before = relay.lost();
        String id = slow();
        await("a lost answer").atMost(Duration.ofSeconds(20)).until(() -> relay.lost() > before);
        long lost = System.nanoTime();
        assertThat(api.awaitEnd(id).get("attempt").asInt()).as(what).isEqualTo(1);
        String next = slow();
        api.awaitEnd(next);
        Recovery.noteSince(what + ": the run has ended and the next one too", lost);
        assertThat(system.journal().starts(id)).as(what).hasSize(1);
    }

    @Test
    void lostAnswerOfASubmissionIsAnsweredWith503AndItsRetryGivesTheSameRun() throws IOException {
        try (LossyRelay relay = new LossyRelay(system.postgres().port())) {
            ServiceProcess instance = system.addApi(Map.of("OFFLOAD_POSTGRES_URL", through(relay)));
            Api behind = new Api(instance.url());
            for (int i = 0; i < Recovery.repetitions(); i++) {
                String key = "lost-answer-" + i;
                relay.loseAnswerOf(() -> system.database().number("SELECT count(*) FROM idempotency_key WHERE key = ?", key) > 0);
                Reply unknown = behind.submit("trial-noop", "{\"input\":{\"value\":1}}", "Idempotency-Key", key).expect(503);
                assertThat(unknown.header("Retry-After")).isNotNull();
                assertThat(relay.lost()).isEqualTo(i + 1);
                Reply again = await().atMost(Duration.ofSeconds(20)).until(
                        () -> behind.submit("trial-noop", "{\"input\":{\"value\":1}}", "Idempotency-Key", key), reply -> reply.status() != 503);
                String id = again.expect(200).json().get("id").asText();
                oracle.accepted(id, "COMPLETED");
                api.awaitEnd(id);
                assertThat(system.journal().starts(id)).hasSize(1);
            }
            instance.terminate();
        }
        oracle.check();
    }

    private String slow() {
        String id = api.run("trial-slow", "{\"duration\":\"PT0S\"}");
        oracle.accepted(id, "COMPLETED");
        return id;
    }

    private long completedSlow() {
        return system.database().number("SELECT count(*) FROM task_run WHERE task = 'trial-slow' AND state = 'COMPLETED'");
    }

    private String through(LossyRelay relay) {
        return system.postgres().url().replace(":" + system.postgres().port() + "/", ":" + relay.port() + "/");
    }
}
