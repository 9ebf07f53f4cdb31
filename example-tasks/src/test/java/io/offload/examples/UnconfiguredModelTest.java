package io.offload.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.catalog.TaskCatalog;
import io.offload.task.NonRetryableException;
import io.offload.task.testing.TestContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class UnconfiguredModelTest {
    @Inject
    TaskCatalog catalog;

    @Test
    void runFailsForGoodSayingWhatToSet() {
        assertThatThrownBy(() -> call("create-structured-output", "{\"data\":1,\"target\":\"integer\"}"))
                .isInstanceOf(NonRetryableException.class)
                .hasMessageContaining("OPENAI_API_KEY")
                .hasMessageContaining("OPENAI_BASE_URL")
                .hasMessageContaining("OPENAI_MODEL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "echo|{\"value\":[1.10,null]}|[1.10,null]",
        "sleep|{\"duration\":\"PT0.01S\"}|\"PT0.01S\"",
        "flaky|{\"fail_times\":0}|1"
    })
    void otherTasksWork(String task, String input, String result) throws Throwable {
        assertThat(call(task, input)).isEqualTo(result);
    }

    @Test
    void flakyFailsAsOftenAsAsked() throws Throwable {
        var flaky = catalog.find("flaky").orElseThrow();
        assertThatThrownBy(() -> flaky.invoker().invoke("{\"fail_times\":2}", TestContext.attempt(2))).hasMessageContaining("attempt 2");
        assertThat(flaky.invoker().invoke("{\"fail_times\":2}", TestContext.attempt(3))).isEqualTo("3");
        assertThat(flaky.retry().retries()).isEqualTo(3);
    }

    @Test
    void catalogHoldsTheTasksThatShip() {
        assertThat(catalog.tasks()).extracting(task -> task.name()).contains("create-structured-output", "echo", "flaky", "profile-csv", "sleep");
    }

    private String call(String task, String input) throws Throwable {
        return catalog.find(task).orElseThrow().invoker().invoke(input, TestContext.firstAttempt());
    }
}
