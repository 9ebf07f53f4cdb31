package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.History;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tasks and hooks that end their own process, on workers that somebody starts again; short leases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashingRunChaosIT {
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("crashing-run").apis(1).trialWorkers(2)
                .with("OFFLOAD_LEASE_HEARTBEAT", "500ms").with("OFFLOAD_LEASE_LOST_AFTER", "3s").start();
        api = system.api();
        oracle = new Oracle(system);
        supervisor.scheduleWithFixedDelay(() -> system.trialWorkers().stream().filter(worker -> !worker.isAlive()).forEach(ServiceProcess::restart),
                100, 100, TimeUnit.MILLISECONDS);
    }

    @AfterAll
    void end() {
        supervisor.shutdownNow();
        system.close();
    }

    @Test
    void runThatKillsThreeWorkersIsCrashedWithTheListOfThem() {
        String id = submit("trial-exit", "{\"deaths\":99}");
        JsonNode view = api.awaitEnd(id, Duration.ofSeconds(90));
        assertThat(view.at("/state/type").asText()).isEqualTo("CRASHED");
        assertThat(view.get("losses").asInt()).isEqualTo(3);
        assertThat(view.get("attempt").asInt()).isEqualTo(3);
        assertThat(view.get("failures").asInt()).isZero();
        assertThat(view.at("/error/message").asText()).startsWith("3 workers died running it: ");
        assertThat(view.at("/error/message").asText().split("session ")).as("sessions named").hasSize(4);
        assertThat(system.journal().starts(id)).hasSize(3);
        oracle.check();
    }

    @Test
    @FullChaos
    void runThatKillsTwoWorkersStillCompletes() {
        String id = submit("trial-exit", "{\"deaths\":2}");
        JsonNode view = api.awaitEnd(id, Duration.ofSeconds(90));
        assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(view.get("result").asInt()).isEqualTo(3);
        assertThat(view.get("losses").asInt()).isEqualTo(2);
    }

    @Test
    void hookRunsAgainWhenItsWorkerDiedInIt(@TempDir Path folder) {
        String id = submit("trial-exiting-hook", "{\"marker\":\"" + folder.resolve("hook-was-here") + "\"}");
        api.awaitEnd(id, Duration.ofSeconds(60));
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                .untilAsserted(() -> assertThat(History.of(system.database(), id).reasons()).contains("onCompletion hook returned"));
        assertThat(system.journal().of(id).stream().filter(entry -> entry.event().equals("exiting-hook"))).hasSize(2);
    }

    private String submit(String task, String input) {
        String id = api.run(task, input);
        oracle.accepted(id);
        return id;
    }
}
