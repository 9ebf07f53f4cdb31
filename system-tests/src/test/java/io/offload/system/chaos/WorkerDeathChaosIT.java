package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.History;
import io.offload.system.Journal;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two workers with the default lease (heartbeat 2 s, lost after 10 s); one dies or freezes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerDeathChaosIT {
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("worker-death").apis(1).trialWorkers(2).start();
        api = system.api();
        oracle = new Oracle(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void runOfAKilledWorkerExecutesElsewhereWithin15Seconds() {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            String id = submit("trial-sleep", "{\"duration\":\"PT30S\"}");
            ServiceProcess owner = owner(id, 1);
            long killed = System.nanoTime();
            owner.kill();
            await("second execution").atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20)).until(() -> system.journal().starts(id).size() == 2);
            Recovery.noteSince("kill -9 of a worker mid-run: executing elsewhere", killed);
            assertThat(system.journal().starts(id).get(1).pid()).isNotEqualTo(owner.pid());
            assertThat(History.of(system.database(), id).reasons()).contains("worker " + owner.name() + " was lost");
            assertThat(api.view(id).get("losses").asInt()).isEqualTo(1);
            api.cancel(id).expect(202);
            api.awaitEnd(id);
            owner.restart();
        }
        oracle.check();
    }

    @Test
    void frozenWorkersLateOutcomeIsRefusedAndItGoesOnAsANewSession() {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            freezeAndWake();
        }
        oracle.check();
    }

    private void freezeAndWake() {
        String id = submit("trial-obstinate", "{\"duration\":\"PT3S\"}");
        ServiceProcess owner = owner(id, 1);
        owner.suspend();
        long frozen = System.nanoTime();
        await("execution elsewhere").atMost(Duration.ofSeconds(20)).until(() -> system.journal().starts(id).size() == 2);
        Recovery.noteSince("worker frozen: its run executes elsewhere", frozen);
        JsonNode view = api.awaitEnd(id);
        assertThat(view.get("attempt").asInt()).isEqualTo(2);
        if (Recovery.full()) {
            await("30 s of sleep").atMost(Duration.ofSeconds(40)).until(() -> System.nanoTime() - frozen > Duration.ofSeconds(30).toNanos());
        }
        long sessions = sessions(owner);
        owner.resume();
        long awake = System.nanoTime();
        await("a new session").atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).until(() -> sessions(owner) > sessions);
        Recovery.noteSince("frozen worker woken (heartbeat 2 s): registered as a new session", awake);
        await("late end of the first attempt").atMost(Duration.ofSeconds(20))
                .until(() -> system.journal().of(id).stream().filter(entry -> entry.event().equals("finished")).count() == 2);
        await("it works again").atMost(Duration.ofSeconds(30)).until(() -> {
            String next = submit("trial-noop", "{\"value\":1}");
            api.awaitEnd(next);
            return system.journal().starts(next).getFirst().pid() == owner.pid();
        });
        assertThat(api.view(id)).as("the run did not change").isEqualTo(view);
    }

    private long sessions(ServiceProcess worker) {
        return system.database().number("SELECT count(*) FROM worker_session WHERE pid = ?", worker.pid());
    }

    private String submit(String task, String input) {
        String id = api.run(task, input);
        oracle.accepted(id);
        return id;
    }

    /** The worker that began this attempt. */
    private ServiceProcess owner(String id, int attempt) {
        Journal.Entry start = await().atMost(Duration.ofSeconds(15)).until(
                () -> system.journal().starts(id).stream().filter(entry -> entry.attempt() == attempt).findFirst(), java.util.Optional::isPresent).get();
        return system.trialWorkers().stream().filter(worker -> worker.pid() == start.pid()).findFirst().orElseThrow();
    }
}
