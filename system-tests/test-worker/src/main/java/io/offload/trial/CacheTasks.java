package io.offload.trial;

import static io.offload.task.CacheKey.INPUTS;
import static io.offload.task.CacheKey.TASK_SOURCE;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** One task for each cache policy. Each result tells the run that made it. */
@ApplicationScoped
public class CacheTasks {
    private final TrialJournal journal;

    @Inject
    public CacheTasks(TrialJournal journal) {
        this.journal = journal;
    }

    @Task(queue = "trial", cache = {INPUTS, TASK_SOURCE})
    public String trialCached(JsonNode value, Duration duration, TaskContext run) throws InterruptedException {
        return work(duration, run);
    }

    @Task(queue = "trial", cache = INPUTS, cacheExpiration = "1s")
    public String trialCachedBriefly(JsonNode value, TaskContext run) throws InterruptedException {
        return work(Duration.ZERO, run);
    }

    @Task(queue = "trial", cache = INPUTS, cacheRefresh = true)
    public String trialCachedRefresh(JsonNode value, TaskContext run) throws InterruptedException {
        return work(Duration.ZERO, run);
    }

    @Task(queue = "trial", cache = INPUTS, cacheIsolation = false)
    public String trialCachedLoose(JsonNode value, Duration duration, TaskContext run) throws InterruptedException {
        return work(duration, run);
    }

    /** The first execution of a key fails. */
    @Task(queue = "trial", cache = INPUTS)
    public String trialCachedFailing(JsonNode value, Duration duration, boolean fail, TaskContext run) throws InterruptedException {
        String result = work(duration, run);
        if (fail) {
            throw new IllegalStateException("no answer");
        }
        return result;
    }

    private String work(Duration duration, TaskContext run) throws InterruptedException {
        journal.write(run, "started");
        Thread.sleep(duration);
        return run.runId().toString();
    }
}
