package io.offload.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.offload.catalog.InvalidInputException;
import io.offload.catalog.TaskCatalog;
import io.offload.catalog.TaskInvoker;
import io.offload.schema.Violation;
import io.offload.task.testing.TestContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BeanValidationTest {
    @Inject
    TaskCatalog catalog;

    @Test
    void constraintBeyondTheSchemaIsInvalidInputWithAPointer() throws Throwable {
        TaskInvoker days = catalog.find("count-days").orElseThrow().invoker();
        assertThat(days.invoke("{\"all_spans\":[{\"from_day\":1,\"to_day\":3}]}", TestContext.firstAttempt())).isEqualTo("2");
        assertThatThrownBy(() -> days.invoke("{\"all_spans\":[{\"from_day\":1,\"to_day\":3},{\"from_day\":4,\"to_day\":3}]}", TestContext.firstAttempt()))
                .asInstanceOf(type(InvalidInputException.class))
                .satisfies(e -> assertThat(e.violations()).containsExactly(new Violation("/all_spans/1/forward", "must not end before it begins")));
    }
}
