package io.offload.system.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.Journal;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What needs a system of its own: three API instances that found the database empty at the same moment, and one worker of four slots. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallSystemIT {
    private static final int SLOTS = 4;
    private static final int RUNS_OF_A_QUEUE = 30;
    private final OffloadSystem system = OffloadSystem.builder("small").apis(3).trialWorkers(1).withWorker("OFFLOAD_WORKER_SLOTS", Integer.toString(SLOTS)).start();
    private final Api api = system.api();

    @AfterAll
    void end() {
        system.close();
    }

    @Test
    void instancesThatMigrateTheSameEmptyDatabaseAllServeIt() {
        assertThat(system.database().number("SELECT count(*) - count(DISTINCT version) FROM flyway_schema_history WHERE version IS NOT NULL")).isZero();
        assertThat(system.database().number("SELECT count(*) FROM flyway_schema_history WHERE NOT success")).isZero();
        Set<String> runs = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            runs.add(system.api(i).run("trial-noop", "{\"value\":" + i + "}"));
        }
        for (int i = 0; i < 3; i++) {
            for (String run : runs) {
                assertThat(system.api(i).awaitEnd(run).at("/state/type").asText()).isEqualTo("COMPLETED");
            }
        }
    }

    @Test
    void twoQueuesShareTheSlotsOfAWorker() {
        String ofOne = "{\"task\":\"trial-sleep\",\"input\":{\"duration\":\"PT0.2S\"}}";
        String ofOther = "{\"task\":\"trial-slow\",\"input\":{\"duration\":\"PT0.2S\"}}";
        JsonNode ids = api.post("/api/v1/runs/batch", "[" + String.join(",", Collections.nCopies(RUNS_OF_A_QUEUE, ofOne + "," + ofOther)) + "]").expect(202).json().get("ids");
        Set<String> runs = new HashSet<>();
        ids.forEach(id -> runs.add(id.asText()));
        runs.forEach(run -> assertThat(api.awaitEnd(run, Duration.ofMinutes(1)).at("/state/type").asText()).isEqualTo("COMPLETED"));

        int executing = 0;
        int most = 0;
        int started = 0;
        Map<String, Integer> startedInTheFirstHalf = new HashMap<>();
        for (Journal.Entry entry : system.journal().entries().stream().filter(entry -> runs.contains(entry.run())).toList()) {
            executing += entry.event().equals("started") ? 1 : -1;
            most = Math.max(most, executing);
            if (entry.event().equals("started") && started++ < RUNS_OF_A_QUEUE) {
                startedInTheFirstHalf.merge(entry.task(), 1, Integer::sum);
            }
        }
        assertThat(started).isEqualTo(2 * RUNS_OF_A_QUEUE);
        assertThat(most).as("runs executing at once").isLessThanOrEqualTo(SLOTS);
        assertThat(startedInTheFirstHalf).as("runs of each queue in the first half").containsOnlyKeys("trial-sleep", "trial-slow")
                .allSatisfy((task, n) -> assertThat(n).isGreaterThanOrEqualTo(RUNS_OF_A_QUEUE / 4));
    }

    @Test
    @Timeout(60)
    void postgresThatHangsMakesTheServicesUnreadyAndNotDead() {
        List<String> services = List.of(system.apis().getFirst().url(), system.trialWorkers().getFirst().url());
        system.suspendPostgres();
        try {
            for (String service : services) {
                Reply ready = Http.get(service + "/q/health/ready");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.json().get("status").asText()).isEqualTo("DOWN");
                assertThat(Http.get(service + "/q/health/live").expect(200).json().get("status").asText()).isEqualTo("UP");
            }
            Reply refused = api.submit("trial-noop", "{\"input\":{\"value\":1}}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotNull();
        } finally {
            system.resumePostgres();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> services.stream().allMatch(service -> Http.isOk(service + "/q/health/ready")));
        assertThat(api.awaitEnd(api.run("trial-noop", "{\"value\":1}")).at("/state/type").asText()).isEqualTo("COMPLETED");
    }
}
