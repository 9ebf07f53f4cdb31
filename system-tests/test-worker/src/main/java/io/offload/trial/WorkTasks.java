package io.offload.trial;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/** Work that takes its time, obeys or ignores interruption, ends its process, or returns what nobody can store. */
@ApplicationScoped
public class WorkTasks {
    private final TrialJournal journal;

    @Inject
    public WorkTasks(TrialJournal journal) {
        this.journal = journal;
    }

    @Task(queue = "trial")
    public JsonNode trialNoop(JsonNode value, TaskContext run) {
        journal.write(run, "started");
        journal.write(run, "finished");
        return value;
    }

    /** Sleeps, and leaves when it is interrupted. */
    @Task(queue = "trial")
    public String trialSleep(Duration duration, TaskContext run) throws InterruptedException {
        journal.write(run, "started");
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            journal.write(run, "interrupted");
            throw e;
        }
        journal.write(run, "finished");
        return "slept " + duration;
    }

    /** As {@code trial-sleep}, of a queue of its own. */
    @Task(queue = "trial-slow", timeout = "0")
    public void trialSlow(Duration duration, TaskContext run) throws InterruptedException {
        trialSleep(duration, run);
    }

    /** Takes its time whatever anybody says. */
    @Task(queue = "trial")
    public String trialObstinate(Duration duration, TaskContext run) {
        journal.write(run, "started");
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
        journal.write(run, "finished");
        return "done in spite of all";
    }

    /** Ends its process, without a word, in each of the first {@code deaths} attempts. */
    @Task(queue = "trial")
    public int trialExit(int deaths, TaskContext run) {
        journal.write(run, "started");
        if (run.attempt() <= deaths) {
            Runtime.getRuntime().halt(9);
        }
        journal.write(run, "finished");
        return run.attempt();
    }

    /** A result that is no JSON when {@code bad}. */
    @Task(queue = "trial")
    public Raw trialUnstorable(boolean bad, TaskContext run) {
        journal.write(run, "started");
        return new Raw(bad ? "{not json" : "\"good\"");
    }

    /** @param text goes into the result as it is */
    public record Raw(@JsonRawValue String text) {}

    /** A result of exactly {@code bytes} bytes of JSON text. */
    @Task(queue = "trial", retries = 2)
    public String trialLarge(int bytes, TaskContext run) {
        journal.write(run, "started");
        return "x".repeat(Math.max(0, bytes - 2));
    }

    /** A text with a NUL and a lone surrogate. */
    @Task(queue = "trial")
    public String trialOddText(boolean fail) {
        String text = "nul \u0000 surrogate \ud800 end";
        if (fail) {
            throw new IllegalStateException(text);
        }
        return text;
    }

    @Task(queue = "trial")
    public void trialVoid() {}

    @Task(queue = "trial")
    public Uni<String> trialUni(String value) {
        return Uni.createFrom().item("uni " + value).onItem().delayIt().by(Duration.ofMillis(20));
    }

    @Task(queue = "trial")
    public CompletionStage<String> trialStage(String value) {
        return CompletableFuture.supplyAsync(() -> "stage " + value);
    }

    /** What the context says. */
    @Task(queue = "trial", retries = 1, retryDelay = "10ms", timeout = "1m")
    public Context trialContext(TaskContext run) {
        Context context = new Context(run.runId(), run.attempt(), run.fencingToken(), run.idempotencyKey(), run.deadline().isPresent());
        journal.write(run, "started");
        journal.write(run, "token=" + run.fencingToken() + ",key=" + run.idempotencyKey());
        if (run.attempt() == 1) {
            throw new IllegalStateException("once more");
        }
        return context;
    }

    public record Context(UUID runId, int attempt, long fencingToken, String idempotencyKey, boolean deadline) {}
}
