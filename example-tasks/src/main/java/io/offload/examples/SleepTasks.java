package io.offload.examples;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** A task that only takes time: to watch cancelling, timeouts and worker loss. */
@ApplicationScoped
public class SleepTasks {
    private static final Duration STEP = Duration.ofSeconds(1);

    @Task(description = "Sleeps, reporting progress, and returns the duration slept.", timeout = "1d")
    public Duration sleep(@JsonPropertyDescription("ISO-8601, for example PT10S") Duration duration, TaskContext run) throws InterruptedException {
        Duration left = duration;
        while (left.isPositive()) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            Thread.sleep(step);
            left = left.minus(step);
            run.progress(1 - seconds(left) / seconds(duration), null);
        }
        return duration;
    }

    private static double seconds(Duration duration) {
        return duration.toSeconds() + duration.toNanosPart() / 1e9;
    }
}
