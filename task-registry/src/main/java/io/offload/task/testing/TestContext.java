package io.offload.task.testing;

import io.offload.task.TaskCancelledException;
import io.offload.task.TaskContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * The context of an attempt that a test makes up: hand it to the task's method and look afterwards what the method told it. Its lines go to the log of
 * the test. Thread-safe.
 *
 * <pre>{@code
 * TestContext run = TestContext.attempt(2);
 * assertEquals(2, new ImportTasks().importRows(List.of("a", "b"), run));
 * assertEquals(1.0, run.progress().getLast().fraction());
 * }</pre>
 */
public final class TestContext implements TaskContext {
    private final UUID runId = UUID.randomUUID();
    private final int attempt;
    private final List<Progress> progress = new CopyOnWriteArrayList<>();
    private volatile String task = "test";
    private volatile Instant deadline;
    private volatile boolean cancelled;

    /**
     * What the method said of its progress.
     *
     * @param fraction as given, not clamped
     * @param message may be null
     */
    public record Progress(double fraction, String message) {}

    private TestContext(int attempt) {
        this.attempt = attempt;
    }

    /** The first attempt of a new run, without a deadline, that nobody has cancelled. */
    public static TestContext firstAttempt() {
        return attempt(1);
    }

    /**
     * An attempt of a new run.
     *
     * @param attempt from 1
     * @throws IllegalArgumentException when it is less
     */
    public static TestContext attempt(int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, this is " + attempt);
        }
        return new TestContext(attempt);
    }

    /** Says which task it is; {@code test} otherwise. */
    public TestContext ofTask(String name) {
        task = name;
        return this;
    }

    /** Says when the attempt would be interrupted. */
    public TestContext until(Instant interruption) {
        deadline = interruption;
        return this;
    }

    /** Asks to cancel the run, from now on; also while the method executes on another thread. */
    public TestContext cancel() {
        cancelled = true;
        return this;
    }

    /** What the method has said of its progress, in order. */
    public List<Progress> progress() {
        return List.copyOf(progress);
    }

    @Override
    public UUID runId() {
        return runId;
    }

    @Override
    public String task() {
        return task;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long fencingToken() {
        return attempt;
    }

    @Override
    public String idempotencyKey() {
        return runId.toString();
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    @Override
    public boolean isCancellationRequested() {
        return cancelled;
    }

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new TaskCancelledException("the test asked run " + runId + " to stop");
        }
    }

    @Override
    public void progress(double fraction, String message) {
        progress.add(new Progress(fraction, message));
    }

    @Override
    public Logger logger() {
        return Logger.getLogger("io.offload.task." + task);
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }
}
