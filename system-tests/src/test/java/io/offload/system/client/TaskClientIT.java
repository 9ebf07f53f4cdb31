package io.offload.system.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.client.ApiUnavailableException;
import io.offload.client.InvalidInputException;
import io.offload.client.RunFailedException;
import io.offload.client.RunNotEndedException;
import io.offload.client.RunOptions;
import io.offload.client.RunStateType;
import io.offload.client.TaskClient;
import io.offload.client.TaskRun;
import io.offload.client.UnknownTaskException;
import io.offload.devservices.LocalPort;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Java client against a real system. */
class TaskClientIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final OffloadSystem system = OffloadSystem.shared();
    private final TaskClient client = TaskClient.builder().url(system.api().url()).build();

    record Reading(String sensor, List<Integer> values) {}

    @Test
    void delayedTaskGivesItsResult() {
        TaskRun run = client.delay("echo", Map.of("value", "hello"));
        assertThat(run.result(LIMIT).asText()).isEqualTo("hello");
        assertThat(run.state()).isEqualTo(RunStateType.COMPLETED);
        assertThat(client.run(run.id()).view().get("task").asText()).isEqualTo("echo");
    }

    @Test
    void resultIsReadAsAJavaValue() {
        Reading reading = new Reading("north", List.of(1, 2));
        assertThat(client.delay("echo", Map.of("value", reading)).result(Reading.class, LIMIT)).isEqualTo(reading);
    }

    @Test
    void optionsReachTheRun() {
        RunOptions options = RunOptions.none().delay(Duration.ofHours(1)).tags("a", "b:1").name("later");
        TaskRun run = client.delay("echo", Map.of("value", 1), options);
        JsonNode view = run.view();
        assertThat(view.get("name").asText()).isEqualTo("later");
        assertThat(view.get("tags")).extracting(JsonNode::asText).contains("a", "b:1");
        assertThat(run.state()).isEqualTo(RunStateType.SCHEDULED);
        assertThat(run.cancel()).isEqualTo(RunStateType.CANCELLED);
    }

    @Test
    void equalKeysGiveOneRun() {
        RunOptions options = RunOptions.none().idempotencyKey("order-" + System.nanoTime());
        assertThat(client.delay("echo", Map.of("value", 1), options).id()).isEqualTo(client.delay("echo", Map.of("value", 1), options).id());
    }

    @Test
    void cancelledRunHasNoResult() {
        TaskRun run = client.delay("sleep", Map.of("duration", "PT5M"));
        system.api().awaitState(run.id().toString(), "RUNNING", LIMIT);
        assertThatThrownBy(() -> run.result(Duration.ofMillis(100))).isInstanceOf(RunNotEndedException.class).hasMessageContaining("RUNNING");
        assertThat(run.cancel()).isEqualTo(RunStateType.CANCELLING);
        RunFailedException failure = catchThrowableOfType(RunFailedException.class, () -> run.result(LIMIT));
        assertThat(failure.state()).isEqualTo(RunStateType.CANCELLED);
    }

    @Test
    void failedRunTellsWhatTheTaskThrew() {
        TaskRun run = client.delay("flaky", Map.of("fail_times", 9));
        RunFailedException failure = catchThrowableOfType(RunFailedException.class, () -> run.result(LIMIT));
        assertThat(failure.state()).isEqualTo(RunStateType.FAILED);
        assertThat(failure.errorType()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure).hasMessageContaining("attempt 4 of 9 that were asked to fail");
    }

    @Test
    void inputThatDoesNotFitNamesItsFaults() {
        InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, () -> client.delay("flaky", Map.of("fail_times", "two")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.faults()).extracting(InvalidInputException.Fault::pointer).containsExactly("/input/fail_times");
    }

    @Test
    void unknownTaskIsToldApart() {
        assertThatThrownBy(() -> client.delay("no-such-task", Map.of())).isInstanceOf(UnknownTaskException.class).hasMessageContaining("no-such-task");
    }

    @Test
    void apiThatIsNotThereIsAskedForAsLongAsThePatience() {
        TaskClient hasty = TaskClient.builder().url("http://127.0.0.1:" + LocalPort.free()).patience(Duration.ofMillis(500)).build();
        assertThatThrownBy(() -> hasty.delay("echo", Map.of("value", 1))).isInstanceOf(ApiUnavailableException.class).hasMessageContaining("PT0.5S");
    }
}
