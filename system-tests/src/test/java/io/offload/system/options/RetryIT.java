package io.offload.system.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.History;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void listOfDelaysIsFollowedAndItsLastRepeats() {
        String id = api.run("trial-retry-list", "{\"fail_times\":3}");
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/state/name").asText()).isEqualTo("Completed");
        assertThat(view.get("attempt").asInt()).isEqualTo(4);
        assertThat(view.get("failures").asInt()).isEqualTo(3);
        assertThat(view.get("max_attempts").asInt()).isEqualTo(5);
        assertThat(view.get("error").isNull()).isTrue();
        History history = History.of(system.database(), id);
        assertThat(history.names()).containsExactly("Pending", "Running", "AwaitingRetry", "Pending", "Retrying", "AwaitingRetry", "Pending", "Retrying",
                "AwaitingRetry", "Pending", "Retrying", "Completed");
        List<Duration> waits = history.waits("AwaitingRetry");
        assertThat(waits.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(waits.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(waits.get(2)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(system.journal().starts(id)).hasSize(4);
    }

    @Test
    void exponentialDelayIsCapped() {
        String id = api.run("trial-retry-exponential", "{\"fail_times\":3}");
        assertThat(api.awaitEnd(id).get("result").asInt()).isEqualTo(4);
        assertThat(system.database().rows("SELECT reason, error FROM run_history WHERE run_id = ?::uuid AND state_name = 'AwaitingRetry'", id)).hasSize(3)
                .allSatisfy(row -> assertThat(row.get("error").toString()).contains("IllegalStateException"));
        assertThat(History.of(system.database(), id).waits("AwaitingRetry").get(2)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void jitterLengthensTheWaitAndNeverShortensIt() {
        String id = api.run("trial-retry-jitter", "{\"fail_times\":1}");
        api.awaitEnd(id);
        assertThat(History.of(system.database(), id).waits("AwaitingRetry").getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void runThatFailsOftenerThanItMayIsFailedWithItsLastError() {
        JsonNode view = api.awaitEnd(api.run("trial-retry-jitter", "{\"fail_times\":9}"));
        assertThat(view.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(view.get("attempt").asInt()).isEqualTo(2);
        assertThat(view.at("/error/type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(view.at("/error/message").asText()).isEqualTo("attempt 2 fails");
        assertThat(view.at("/error/stack_trace").asText()).contains("io.offload.trial.RetryTasks");
        assertThat(view.has("result")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"trial-retry-on,state,3", "trial-retry-on,subclass,3", "trial-retry-on,argument,1", "trial-retry-on,never,1", "trial-retry-on,error,1",
        "trial-no-retry-on,state,1", "trial-no-retry-on,subclass,1", "trial-no-retry-on,argument,3", "trial-no-retry-on,never,1", "trial-no-retry-on,error,3"})
    void exceptionTypeDecidesWhetherARunIsTriedAgain(String task, String exception, int attempts) {
        JsonNode view = api.awaitEnd(api.run(task, "{\"exception\":\"" + exception + "\"}"));
        assertThat(view.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(view.get("attempt").asInt()).isEqualTo(attempts);
    }

    @Test
    void contextTellsTheSameKeyAndAGrowingTokenAtEveryAttempt() {
        String id = api.run("trial-context", "{}");
        JsonNode result = api.awaitEnd(id).get("result");
        assertThat(result.get("attempt").asInt()).isEqualTo(2);
        assertThat(result.at("/deadline").asBoolean()).isTrue();
        List<String> said = system.journal().of(id).stream().map(entry -> entry.event()).filter(event -> event.startsWith("token")).toList();
        assertThat(said).containsExactly("token=1,key=" + id, "token=2,key=" + id);
    }
}
