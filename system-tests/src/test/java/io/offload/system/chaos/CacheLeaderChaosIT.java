package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.History;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Short leases; the worker of a cache's leader dies, a machine's clock is wrong, and everything freezes at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheLeaderChaosIT {
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("cache-leader").apis(1).trialWorkers(2)
                .with("OFFLOAD_LEASE_HEARTBEAT", "500ms").with("OFFLOAD_LEASE_LOST_AFTER", "4s").start();
        api = system.api();
        oracle = new Oracle(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void followersGetTheAnswerThoughTheLeadersWorkerIsKilled() {
        for (int i = 0; i < Recovery.repetitions(); i++) {
            killLeader("{\"value\":\"leader " + i + "\",\"duration\":\"PT3S\"}");
        }
        oracle.check();
    }

    private void killLeader(String input) {
        String leader = submit("trial-cached", input);
        await().atMost(Duration.ofSeconds(10)).until(() -> !system.journal().starts(leader).isEmpty());
        String follower = submit("trial-cached", input);
        await().atMost(Duration.ofSeconds(10)).until(() -> api.view(follower).at("/state/name").asText().equals("AwaitingCache"));
        long pid = system.journal().starts(leader).getFirst().pid();
        ServiceProcess owner = system.trialWorkers().stream().filter(worker -> worker.pid() == pid).findFirst().orElseThrow();
        long killed = System.nanoTime();
        owner.kill();
        JsonNode view = api.awaitEnd(follower, Duration.ofSeconds(30));
        Recovery.noteSince("worker of a cache's leader killed (lease 4 s here, 3 s of work): follower answered", killed);
        assertThat(view.at("/state/name").asText()).isEqualTo("Cached");
        assertThat(view.get("result").asText()).isEqualTo(leader);
        assertThat(api.view(leader).get("losses").asInt()).isEqualTo(1);
        assertThat(system.journal().starts(follower)).isEmpty();
        owner.restart();
    }

    @Test
    @FullChaos
    void wrongClocksChangeNeitherLeasesNorDueTimes() {
        long lostBefore = lostSessions();
        ServiceProcess ahead = system.addTrialWorker(Map.of(), "-Doffload.clock.offset=PT5M");
        ServiceProcess behind = system.addTrialWorker(Map.of(), "-Doffload.clock.offset=-PT5M");
        List<ServiceProcess> skewed = List.of(system.addApi(Map.of(), "-Doffload.clock.offset=PT5M"), system.addApi(Map.of(), "-Doffload.clock.offset=-PT5M"));
        for (int i = 0; i < 10; i++) {
            String id = new Api(skewed.get(i % 2).url()).submit("trial-noop", "{\"input\":{\"value\":1},\"delay\":\"2s\"}").expect(202).json().get("id").asText();
            oracle.accepted(id);
            api.awaitEnd(id);
            assertThat(History.of(system.database(), id).waits("Scheduled").getFirst()).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(10));
        }
        assertThat(lostSessions()).as("sessions called lost by anybody's clock").isEqualTo(lostBefore);
        ahead.terminate();
        behind.terminate();
        skewed.forEach(ServiceProcess::terminate);
        oracle.check();
    }

    @Test
    void machineThatSleptLosesNoSession() {
        long lostBefore = lostSessions();
        String id = submit("trial-sleep", "{\"duration\":\"PT10S\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> !system.journal().starts(id).isEmpty());
        system.trialWorkers().stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::suspend);
        system.apis().stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::suspend);
        long asleep = System.nanoTime();
        await().atMost(Duration.ofSeconds(30)).until(() -> System.nanoTime() - asleep > Duration.ofSeconds(8).toNanos());
        system.apis().stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::resume);
        system.trialWorkers().stream().filter(ServiceProcess::isAlive).forEach(ServiceProcess::resume);
        assertThat(api.awaitEnd(id).get("attempt").asInt()).isEqualTo(1);
        assertThat(lostSessions()).isEqualTo(lostBefore);
        oracle.check();
    }

    private long lostSessions() {
        return system.database().number("SELECT count(*) FROM worker_session WHERE lost_at IS NOT NULL");
    }

    private String submit(String task, String input) {
        String id = api.run(task, input);
        oracle.accepted(id);
        return id;
    }
}
