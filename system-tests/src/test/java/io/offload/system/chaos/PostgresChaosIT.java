package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Postgres goes away under load, cuts its connections, or freezes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresChaosIT {
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("postgres-chaos").apis(1).trialWorkers(2).start();
        api = system.api();
        oracle = new Oracle(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void submissionsAreRefusedInTimeAndOutcomesAreKeptWhilePostgresIsAway() throws IOException {
        Duration outage = Boolean.getBoolean("chaos.all") ? Duration.ofSeconds(60) : Duration.ofSeconds(8);
        List<String> running = new ArrayList<>();
        try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(50)) {
            for (int i = 0; i < 10; i++) {
                String id = api.run("trial-sleep", "{\"duration\":\"PT4S\"}");
                oracle.accepted(id);
                running.add(id);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> running.stream().allMatch(id -> system.journal().starts(id).size() == 1));
            system.postgres().kill();
            long away = System.nanoTime();
            await().atMost(outage.plusSeconds(30)).until(() -> System.nanoTime() - away > outage.toNanos());
            assertThat(load.answered(503)).isPositive();
            assertThat(load.slowestRefusal()).isLessThan(Duration.ofSeconds(5));
            assertThat(load.refusedWithoutRetryAfter()).isZero();
            assertThat(running).as("tasks went on").allSatisfy(id ->
                    assertThat(system.journal().of(id)).anyMatch(entry -> entry.event().equals("finished")));
            system.postgres().restart();
            long back = System.nanoTime();
            await("submissions that were refused").atMost(Duration.ofSeconds(30)).until(() -> {
                load.stop();
                return load.open() == 0;
            });
            oracle.awaitAllEnded(Duration.ofSeconds(60));
            Recovery.noteSince("Postgres killed under load: everything accepted has ended after it is back", back);
            assertThat(load.statuses()).isSubsetOf(200, 202, 503);
            assertThat(load.keysWithSeveralRuns()).isEmpty();
        }
        for (String id : running) {
            assertThat(system.journal().starts(id)).as("executions of %s, whose worker lived on", id).hasSize(1);
        }
        oracle.check();
    }

    @Test
    void cutConnectionsCostNoRunAndNoSecondExecution() {
        try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(100)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> load.accepted() > 100);
            for (int round = 1; round <= 5; round++) {
                int enough = load.accepted() + 60;
                system.database().rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user");
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
}
