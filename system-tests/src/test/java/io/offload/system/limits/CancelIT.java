package io.offload.system.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CancelIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void scheduledRunIsCancelledAndNeverStarts() {
        String id = api.submit("trial-noop", "{\"input\":{\"value\":1},\"delay\":\"1h\"}").expect(202).json().get("id").asText();
        assertThat(api.cancel(id).expect(200).json().at("/state/type").asText()).isEqualTo("CANCELLED");
        assertThat(system.database().number("SELECT count(*) FROM due_run WHERE run_id = ?::uuid", id)).isZero();
        assertThat(api.cancel(id).status()).as("again").isEqualTo(200);
    }

    @Test
    void runningRunIsInterruptedAndCancelled() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT1M\"}");
        await().atMost(Duration.ofSeconds(15)).until(() -> system.journal().starts(id).size() == 1);
        assertThat(api.cancel(id).expect(202).json().at("/state/type").asText()).isEqualTo("CANCELLING");
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/state/type").asText()).isEqualTo("CANCELLED");
        assertThat(system.journal().of(id)).anyMatch(entry -> entry.event().equals("interrupted"));
    }

    @Test
    void valueReturnedAfterTheRequestStillCounts() {
        String id = api.run("trial-obstinate", "{\"duration\":\"PT3S\"}");
        await().atMost(Duration.ofSeconds(15)).until(() -> system.journal().starts(id).size() == 1);
        api.cancel(id).expect(202);
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(view.get("result").asText()).isEqualTo("done in spite of all");
        assertThat(api.cancel(id).status()).isEqualTo(409);
    }

    @Test
    void everyRuleStillHolds() {
        assertThat(Oracle.query("illegal-transition")).isNotBlank();
        for (String check : Oracle.CHECKS) {
            if (!check.equals("statistics-that-disagree")) { // other tests' runs are ending meanwhile
                assertThat(system.database().rows(Oracle.query(check))).as(check).isEmpty();
            }
        }
    }
}
