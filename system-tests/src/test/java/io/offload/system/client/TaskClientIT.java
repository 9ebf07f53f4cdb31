package io.offload.system.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.client.ApiUnavailableException;
import io.offload.client.InvalidInputException;
import io.offload.client.RunFailedException;
import io.offload.client.RunNotEndedException;
import io.offload.client.RunOptions;
import io.offload.client.RunStateType;
import io.offload.client.TaskApiException;
import io.offload.client.TaskClient;
import io.offload.client.TaskRun;
import io.offload.client.UnknownTaskException;
import io.offload.devservices.LocalPort;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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
    void manyRunsAreSubmittedAtOnceInTheirOrder() {
        List<TaskRun> runs = client.delayAll("echo", IntStream.range(0, 200).mapToObj(n -> Map.of("value", n)).toList(), RunOptions.none().tags("many"));
        assertThat(runs).hasSize(200);
        for (int n = 0; n < runs.size(); n++) {
            assertThat(runs.get(n).result(LIMIT).asInt()).isEqualTo(n);
        }
        assertThat(runs.getLast().view().get("tags")).extracting(JsonNode::asText).contains("many");
    }

    @Test
    void equalKeysGiveTheSameManyRuns() {
        RunOptions options = RunOptions.none().idempotencyKey("import-" + System.nanoTime());
        List<Map<String, Integer>> inputs = List.of(Map.of("value", 1), Map.of("value", 2));
        List<UUID> first = client.delayAll("echo", inputs, options).stream().map(TaskRun::id).toList();
        assertThat(client.delayAll("echo", inputs, options)).extracting(TaskRun::id).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates();
    }

    @Test
    void oneInputOfManyThatDoesNotFitIsNamedAndNoneIsSubmitted() {
        RunOptions options = RunOptions.none().tags("refused-" + System.nanoTime());
        List<Map<String, Object>> inputs = List.of(Map.of("fail_times", 0), Map.of("fail_times", "two"), Map.of("fail_times", 0));
        InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, () -> client.delayAll("flaky", inputs, options));
        assertThat(refused.faults()).extracting(InvalidInputException.Fault::pointer, fault -> fault.index().orElseThrow()).containsExactly(tuple("/input/fail_times", 1));
        assertThat(refused).hasMessageContaining("[1] /input/fail_times");
        assertThat(system.api().get("/api/v1/runs?tag=" + options.tags().getFirst()).expect(200).json().get("runs")).isEmpty();
    }

    @Test
    void noInputsAreNoRunsAndTooManyAreRefused() {
        assertThat(client.delayAll("echo", List.of())).isEmpty();
        TaskApiException refused = catchThrowableOfType(TaskApiException.class, () -> client.delayAll("echo", Collections.nCopies(10_001, Map.of("value", 1))));
        assertThat(refused.status()).isEqualTo(413);
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
