package io.offload.examples;

import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;

/** A task that fails on purpose: to watch retries. */
@ApplicationScoped
public class FlakyTasks {

    /**
     * @param failTimes how many attempts fail before one succeeds; above 3 the run fails, for it is retried 3 times
     * @return the attempt that succeeded
     */
    @Task(description = "Fails the given number of attempts, then returns the number of the attempt that succeeded.", retries = 3, retryDelay = "200ms,500ms,1s")
    public int flaky(@PositiveOrZero @Max(1000) int failTimes, TaskContext run) {
        if (run.attempt() <= failTimes) {
            throw new IllegalStateException("attempt %d of %d that were asked to fail".formatted(run.attempt(), failTimes));
        }
        return run.attempt();
    }
}
