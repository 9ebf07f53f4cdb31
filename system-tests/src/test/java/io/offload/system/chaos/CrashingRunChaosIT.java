package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.History;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        supervisor.scheduleWithFixedDelay(() -> system.trialWorkers().stream().filter(worker -> !worker.isAlive()).forEach(this::startAgain),
                100, 100, TimeUnit.MILLISECONDS);
    }

    private void startAgain(ServiceProcess worker) {
        try {
            worker.restart();
        } catch (RuntimeException e) {
            // a run killed it again before it was ready: the next look finds it dead, and nobody else would start it
        }
    }

    @AfterAll
    void end() throws InterruptedException {
        supervisor.shutdownNow();
        // what it is just starting again would outlive the system
        assertThat(supervisor.awaitTermination(1, TimeUnit.MINUTES)).as("the supervisor has ended").isTrue();
        system.close();
    }

    @Test
    void runThatKillsThreeWorkersIsCrashedWithTheListOfThem() {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            String id = submit("trial-exit", "{\"deaths\":99}");
            await().atMost(Duration.ofSeconds(20)).until(() -> !system.journal().starts(id).isEmpty());
            long first = System.nanoTime();
            JsonNode view = api.awaitEnd(id, Duration.ofSeconds(90));
            Recovery.noteSince("a run that kills three workers (lease 3 s here): CRASHED", first);
            assertThat(view.at("/state/type").asText()).isEqualTo("CRASHED");
            assertThat(view.get("losses").asInt()).isEqualTo(3);
            assertThat(view.get("attempt").asInt()).isEqualTo(3);
            assertThat(view.get("failures").asInt()).isZero();
            assertThat(view.at("/error/message").asText()).startsWith("3 workers died running it: ");
            assertThat(view.at("/error/message").asText().split("session ")).as("sessions named").hasSize(4);
            assertThat(system.journal().starts(id)).hasSize(3);
        }
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
        for (int i = 0; i < Recovery.repetitions(); i++) {
            String id = submit("trial-exiting-hook", "{\"marker\":\"" + folder.resolve("hook-was-here-" + i) + "\"}");
            api.awaitEnd(id, Duration.ofSeconds(60));
            await().atMost(Duration.ofSeconds(20)).until(() -> hookCalls(id) == 1);
            long died = System.nanoTime();
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions()
                    .until(() -> History.of(system.database(), id).reasons().contains("onCompletion hook returned"));
            Recovery.noteSince("worker died in a hook (lease 3 s here): the hook has returned", died);
            assertThat(hookCalls(id)).isEqualTo(2);
        }
    }

    private long hookCalls(String id) {
        return system.journal().of(id).stream().filter(entry -> entry.event().equals("exiting-hook")).count();
    }

    @Test
    void transferOfTheAuthoringGuideHappensOnceWhereverItsWorkerDies() throws Exception {
        Map<String, String> settings = Map.of("OFFLOAD_WORKER_QUEUES", "default");
        ServiceProcess dying = system.addNextWorker(settings);
        Transfers transfers = new Transfers(system);
        List.of("before", "after", "frozen", "sink").forEach(transfers::open);
        String beforeCommit;
        String afterCommit;
        try (Transfers.Hold account = transfers.holdAccount("before")) {
            beforeCommit = transfers.begin(api, "before", "sink");
            account.awaitSomebody();
            Transfers.Hold other = transfers.holdAccount("after");
            afterCommit = transfers.begin(api, "after", "sink");
            other.awaitSomebody();
            try (Transfers.Hold run = transfers.holdRun(afterCommit)) {
                other.close();
                transfers.awaitReceipt(afterCommit);
                run.awaitSomebody();
                dying.kill();
                run.endThem();
            }
        }
        system.addNextWorker(settings);
        for (String id : List.of(beforeCommit, afterCommit)) {
            oracle.accepted(id, "COMPLETED");
            assertThat(api.awaitEnd(id, Duration.ofSeconds(60)).get("attempt").asInt()).isGreaterThan(1);
        }
        assertThat(List.of(transfers.cents("before"), transfers.cents("after"), transfers.cents("sink"))).containsExactly(-1L, -1L, 2L);

        String frozen;
        ServiceProcess sleeper;
        try (Transfers.Hold account = transfers.holdAccount("frozen")) {
            frozen = transfers.begin(api, "frozen", "sink");
            account.awaitSomebody();
            sleeper = transfers.owner(frozen);
            sleeper.suspend();
        }
        transfers.awaitAttempt(frozen, 2);
        sleeper.resume();
        oracle.accepted(frozen, "COMPLETED");
        api.awaitEnd(frozen, Duration.ofSeconds(60));
        assertThat(List.of(transfers.cents("frozen"), transfers.cents("sink"))).containsExactly(-1L, 3L);
        oracle.check();
    }

    private String submit(String task, String input) {
        String id = api.run(task, input);
        oracle.accepted(id);
        return id;
    }
}
