package io.offload.system.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @ParameterizedTest
    @ValueSource(strings = {"trial-timeout-sleep", "trial-timeout-io", "trial-timeout-lock"})
    void methodThatBlocksIsInterruptedAndItsRunTimedOut(String task) {
        JsonNode view = api.awaitEnd(api.run(task, "{}"));
        assertThat(view.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(view.at("/state/name").asText()).isEqualTo("TimedOut");
        assertThat(view.at("/error/type").asText()).isEqualTo("TimedOut");
        assertThat(view.at("/error/message").asText()).contains("PT0.5S");
        assertThat(view.at("/error/stack_trace").asText()).contains("io.offload.trial.TimeoutTasks");
    }

    @Test
    void methodThatIgnoresInterruptionIsFencedAndItsSlotStaysCounted() {
        String id = api.run("trial-timeout-ignored", "{\"duration\":\"PT9S\"}");
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/state/name").asText()).isEqualTo("TimedOut");
        assertThat(system.journal().of(id)).as("its thread still runs").noneMatch(entry -> entry.event().equals("finished"));
        assertThat(system.trialWorkers().getFirst().output()).contains("ignores interruption");
        await().atMost(Duration.ofSeconds(20)).until(() -> system.journal().of(id).stream().anyMatch(entry -> entry.event().equals("finished")));
        assertThat(api.view(id).at("/state/name").asText()).as("what it returns in the end changes nothing").isEqualTo("TimedOut");
    }

    @Test
    void timeoutIsRetriedWhateverRetryOnSays() {
        JsonNode view = api.awaitEnd(api.run("trial-timeout-retried", "{}"));
        assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(view.get("result").asInt()).isEqualTo(2);
        assertThat(view.get("failures").asInt()).isEqualTo(1);
    }
}
