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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Workers with four slots each: one busy for long, none at all, one that is slow, one that is stopped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FewWorkersChaosIT {
    private static final int SLOTS = 4;
    private OffloadSystem system;
    private Api api;
    private Oracle oracle;

    @BeforeAll
    void start() {
        system = OffloadSystem.builder("few-workers").apis(1).trialWorkers(1)
                .withWorker("OFFLOAD_WORKER_SLOTS", "" + SLOTS).withWorker("OFFLOAD_WORKER_DRAIN_TIMEOUT", "2s").with("OFFLOAD_LEASE_CANCEL_GRACE", "5s")
                .start();
        api = system.api();
        oracle = new Oracle(system);
    }

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    @Order(1)
    void newRunsStartOnAnIdleWorkerBesideOneThatIsFullOfLongTasks() {
        List<String> blocking = block(3600);
        ServiceProcess idle = system.addTrialWorker(Map.of("OFFLOAD_WORKER_SLOTS", "" + SLOTS));
        for (int i = 0; i < (Recovery.full() ? 24 : 8); i++) {
            String id = api.run("trial-noop", "{\"value\":" + i + "}");
            oracle.accepted(id);
            JsonNode view = api.awaitEnd(id, Duration.ofSeconds(15));
            Duration waited = History.of(system.database(), id).waits("Pending").getLast();
            Recovery.note("worker full of hour-long tasks beside an idle one: wait of a new run", waited);
            assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
            assertThat(system.journal().starts(id).getFirst().pid()).isEqualTo(idle.pid());
        }
        idle.terminate();
        blocking.forEach(id -> api.cancel(id).expect(202));
        blocking.forEach(id -> assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("CANCELLED"));
        oracle.check();
    }

    @Test
    @Order(2)
    void cancelThatATaskIgnoresEndsAfterTheGraceAndItsSlotStaysTaken() {
        String id = api.run("trial-obstinate", "{\"duration\":\"PT9S\"}");
        oracle.accepted(id, "CANCELLED");
        await().atMost(Duration.ofSeconds(15)).until(() -> system.journal().starts(id).size() == 1);
        api.cancel(id).expect(202);
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/state/type").asText()).isEqualTo("CANCELLED");
        assertThat(finished(id)).as("it still executes").isFalse();
        assertThat(slotsUsed()).isEqualTo(1);
        await("its end").atMost(Duration.ofSeconds(15)).until(() -> finished(id));
        await("its slot is free").atMost(Duration.ofSeconds(5)).until(() -> slotsUsed() == 0);
        assertThat(api.view(id)).as("a late value changes nothing").isEqualTo(view);
        oracle.check();
    }

    private boolean finished(String id) {
        return system.journal().of(id).stream().anyMatch(entry -> entry.event().equals("finished"));
    }

    private double slotsUsed() {
        return system.trialWorkers().getFirst().metric("offload_worker_slots_used");
    }

    @Test
    @Order(3)
    void tasksLongerThanTheDrainDeadlineAreHandedBackAtOnceWithTheReason() {
        ServiceProcess stopping = system.trialWorkers().getFirst();
        ServiceProcess next = system.addTrialWorker(Map.of("OFFLOAD_WORKER_SLOTS", "" + 2 * SLOTS));
        next.terminate();
        for (int i = 0; i < Recovery.repetitions(); i++) {
            List<String> tooLong = block(600);
            next.restart();
            long asked;
            try (Load load = new Load(List.of(api), oracle, "trial-noop", "{\"value\":1}").start(20)) {
                int begun = load.accepted();
                await().atMost(Duration.ofSeconds(20)).until(() -> load.accepted() > begun + 20);
                asked = System.nanoTime();
                stopping.terminate();
                load.stop();
                await().atMost(Duration.ofSeconds(20)).until(() -> load.open() == 0);
            }
            await("execution elsewhere").atMost(Duration.ofSeconds(20)).until(() -> tooLong.stream().allMatch(id ->
                    system.journal().starts(id).stream().anyMatch(entry -> entry.pid() == next.pid())));
            Recovery.noteSince("SIGTERM with tasks longer than the drain deadline (2 s here): executing elsewhere", asked);
            for (String id : tooLong) {
                assertThat(History.of(system.database(), id).reasons()).anyMatch(reason -> reason.contains("its worker stops"));
                assertThat(api.view(id).get("losses").asInt()).isZero();
                assertThat(api.view(id).get("failures").asInt()).isZero();
                api.cancel(id).expect(202);
                assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("CANCELLED");
            }
            assertThat(system.database().number("SELECT count(*) FROM worker_session WHERE lost_at IS NOT NULL")).isZero();
            oracle.awaitAllEnded(Duration.ofSeconds(30));
            if (i + 1 < Recovery.repetitions()) {
                stopping.restart();
            }
            next.terminate();
        }
        oracle.check();
    }

    @Test
    @Order(4)
    void cancelsDueRunsAndDeadSessionsAreResolvedWithNoWorkerAlive() {
        ServiceProcess last = system.addTrialWorker(Map.of("OFFLOAD_WORKER_SLOTS", "" + SLOTS));
        List<String> held = block(600);
        last.kill();
        String pending = submit("{\"input\":{\"value\":1}}");
        String due = submit("{\"input\":{\"value\":1},\"delay\":\"1s\"}");
        String scheduled = submit("{\"input\":{\"value\":1},\"delay\":\"1h\"}");
        api.cancel(held.getFirst()).expect(202);
        api.cancel(pending).expect(200);
        api.cancel(scheduled).expect(200);
        assertThat(api.awaitEnd(held.getFirst(), Duration.ofSeconds(20)).at("/state/type").asText()).isEqualTo("CANCELLED");
        api.awaitState(due, "PENDING", Duration.ofSeconds(10));
        held.subList(1, held.size()).forEach(id -> api.awaitState(id, "PENDING", Duration.ofSeconds(20)));
        held.subList(1, held.size()).forEach(id -> api.cancel(id).expect(200));
        last.restart();
        oracle.awaitAllEnded(Duration.ofSeconds(30));
        assertThat(api.state(due)).isEqualTo("COMPLETED");
        assertThat(system.journal().starts(pending)).as("a cancelled run never starts").isEmpty();
        oracle.check();
    }

    @Test
    @Order(5)
    void commandsThatWaitForASlowWorkerAreNotSentAgain() {
        int runs = Recovery.full() ? 200_000 : 2_000;
        List<String> blocking = block(Recovery.full() ? 45 : 12); // several looks for commands that vanished, with all of them waiting
        CommandTopic topic = new CommandTopic(system, "trial");
        long before = topic.written();
        for (int sent = 0; sent < runs; sent += 1000) {
            String items = IntStream.range(0, 1000).mapToObj(i -> "{\"task\":\"trial-noop\",\"input\":{\"value\":1}}")
                    .collect(java.util.stream.Collectors.joining(",", "[", "]"));
            api.post("/api/v1/runs/batch", items).expect(202).json().get("ids").forEach(id -> oracle.accepted(id.asText()));
        }
        blocking.forEach(id -> api.awaitEnd(id, Duration.ofSeconds(60)));
        await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofSeconds(1)).until(() ->
                system.database().number("SELECT count(*) FROM task_run WHERE state IN ('SCHEDULED', 'PENDING', 'RUNNING')") == 0);
        assertThat(oracle.open()).isEmpty();
        assertThat(topic.written() - before).as("commands in the topic").isEqualTo(runs);
    }

    private String submit(String body) {
        String id = api.submit("trial-noop", body).expect(202).json().get("id").asText();
        oracle.accepted(id);
        return id;
    }

    /** Fills every slot of the one worker with sleeping runs. */
    private List<String> block(int seconds) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            String id = api.run("trial-sleep", "{\"duration\":\"PT" + seconds + "S\"}");
            oracle.accepted(id);
            ids.add(id);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> ids.stream().allMatch(id -> !system.journal().starts(id).isEmpty()));
        return ids;
    }
}
