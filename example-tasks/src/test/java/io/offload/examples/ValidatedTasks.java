package io.offload.examples;

import io.offload.task.Task;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.util.List;

/** Constraints that JSON Schema cannot say. */
@ApplicationScoped
public class ValidatedTasks {
    public record Span(int fromDay, int toDay) {
        @AssertTrue(message = "must not end before it begins")
        boolean isForward() {
            return fromDay <= toDay;
        }
    }

    @Task
    public int countDays(@Valid List<@Valid Span> allSpans) {
        return allSpans.stream().mapToInt(span -> span.toDay() - span.fromDay()).sum();
    }
}
