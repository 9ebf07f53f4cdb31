package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * While runs flow, a worker of the next release joins the group: it migrates the schema, brings another version of one task and a task that the old
 * workers do not know. Then it leaves, comes back and replaces them; one of them is brought back at last, onto the newer schema.
 */
final class RollingDeployment {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final OffloadSystem system;
    private final Oracle oracle;
    private final List<Api> apis;
    private final List<String> versioned = new ArrayList<>();

    RollingDeployment(OffloadSystem system, Oracle oracle, List<Api> apis) {
        this.system = system;
        this.oracle = oracle;
        this.apis = apis;
    }

    void happens() {
        List<ServiceProcess> old = system.trialWorkers();
        long lost = lostSessions();
        try (Load load = new Load(apis, oracle, "trial-sleep", "{\"duration\":\"PT0.05S\"}").start(40)) {
            int begun = load.accepted();
            await().atMost(LIMIT).until(() -> load.accepted() > begun + 40);
            assertThat(apis.getFirst().submit("trial-new", "{\"input\":{\"value\":1}}").status()).as("nobody has published it").isEqualTo(404);
            ServiceProcess next = system.addNextWorker(Map.of());
            assertThat(migrated()).isTrue();
            submit("trial-versioned", 40);
            submit("trial-new", 40).forEach(this::ended); // though old workers get some of their commands
            next.terminate();
            List<String> waiting = submit("trial-new", 5);
            waiting.forEach(id -> await("AwaitingWorker of " + id).atMost(LIMIT).until(() ->
                    apis.getFirst().view(id).at("/state/name").asText().equals("AwaitingWorker")));
            next.restart();
            old.forEach(ServiceProcess::terminate);
            waiting.forEach(this::ended);
            submit("trial-versioned", 5).forEach(id -> assertThat(apis.getFirst().awaitEnd(id, LIMIT).get("result").asInt()).isEqualTo(2));
            old.getFirst().restart();
            next.terminate();
            submit("trial-versioned", 5).forEach(id -> assertThat(apis.getFirst().awaitEnd(id, LIMIT).get("result").asInt()).isEqualTo(1));
            load.stop();
            await().atMost(LIMIT).until(() -> load.open() == 0);
            assertThat(load.statuses()).isSubsetOf(200, 202);
        }
        oracle.awaitAllEnded(LIMIT);
        assertThat(lostSessions()).as("sessions that were lost").isEqualTo(lost);
        versioned.forEach(id -> assertThat(apis.getFirst().view(id).get("result").asInt()).isIn(1, 2));
        oracle.check();
    }

    private List<String> submit(String task, int runs) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            String id = apis.get(i % apis.size()).run(task, "{\"value\":1}");
            oracle.accepted(id, "COMPLETED");
            ids.add(id);
        }
        if (task.equals("trial-versioned")) {
            versioned.addAll(ids);
        }
        return ids;
    }

    private void ended(String id) {
        assertThat(apis.getFirst().awaitEnd(id, LIMIT).at("/state/type").asText()).isEqualTo("COMPLETED");
    }

    private boolean migrated() {
        return system.database().number("SELECT count(*) FROM information_schema.columns WHERE table_name = 'task_run' AND column_name = 'next_release'") == 1;
    }

    private long lostSessions() {
        return system.database().number("SELECT count(*) FROM worker_session WHERE lost_at IS NOT NULL");
    }
}
