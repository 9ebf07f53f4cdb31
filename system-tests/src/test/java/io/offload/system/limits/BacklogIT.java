package io.offload.system.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** More runs wait than a worker buffers, claims ahead or keeps outcomes of: each of those limits is met and left again. */
class BacklogIT {
    private static final int BATCHES = 60;
    private static final int BATCH = 500;

    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void aBacklogBeyondEveryLimitOfTheWorkerDrains() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1},\"tags\":[\"backlog\"]}";
        String batch = "[" + String.join(",", Collections.nCopies(BATCH, item)) + "]";
        assertThat(api.post("/api/v1/queues/default/pause", "").status()).isBetween(200, 299);
        try {
            for (int i = 0; i < BATCHES; i++) {
                assertThat(api.post("/api/v1/runs/batch", batch).status()).isEqualTo(202);
            }
        } finally {
            assertThat(api.post("/api/v1/queues/default/resume", "").status()).isBetween(200, 299);
        }
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> assertThat(completed()).isEqualTo(BATCHES * BATCH));
    }

    private long completed() {
        return ((Number) system.database().rows("SELECT count(*) AS n FROM run_tag t JOIN task_run r ON r.id = t.run_id "
                + "WHERE t.tag = 'backlog' AND r.state = 'COMPLETED' AND r.attempt = 1").get(0).get("n")).longValue();
    }
}
