package io.offload.worker.execute;

import io.offload.catalog.TaskDefinition;
import io.offload.run.RunState.Running;
import io.offload.task.TaskCancelledException;
import io.offload.task.TaskContext;
import io.offload.worker.claim.ClaimBatch;
import io.offload.worker.journal.RunJournal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** One attempt that this worker owns, from its claim until its outcome is written. */
public final class RunInFlight implements TaskContext {
    private final UUID id;
    private final TaskDefinition task;
    private final String input;
    private final Running.Claim claim;
    private final ClaimBatch batch;
    private final String traceparent;
    private final RunJournal journal;
    private final long claimedNanos = System.nanoTime();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicReference<StopReason> stop = new AtomicReference<>();
    private volatile Thread thread;
    private volatile long deadlineNanos;
    private volatile Instant deadline;
    private volatile long stoppedNanos;
    private byte[] cacheKey;

    public RunInFlight(UUID id, TaskDefinition task, String input, Running.Claim claim, ClaimBatch batch, String traceparent) {
        this.id = id;
        this.task = task;
        this.input = input;
        this.claim = claim;
        this.batch = batch;
        this.traceparent = traceparent;
        this.journal = new RunJournal(this);
    }

    public UUID id() {
        return id;
    }

    public TaskDefinition definition() {
        return task;
    }

    public String input() {
        return input;
    }

    public Running.Claim claim() {
        return claim;
    }

    public Running state() {
        return new Running(claim);
    }

    public ClaimBatch batch() {
        return batch;
    }

    public RunJournal journal() {
        return journal;
    }

    /** Key that this attempt leads, null when its task is not cached. */
    public byte[] cacheKey() {
        return cacheKey;
    }

    void cacheKey(byte[] key) {
        this.cacheKey = key;
    }

    long claimedNanos() {
        return claimedNanos;
    }

    /** The attempt starts on the calling thread. */
    void begin(long nowNanos, Instant now) {
        task.timeout().ifPresent(timeout -> {
            // in this order: the watching thread reads the nanos once it sees a deadline
            deadlineNanos = nowNanos + timeout.toNanos();
            deadline = now.plus(timeout);
        });
        thread = Thread.currentThread();
        if (stop.get() != null) {
            thread.interrupt();
        }
    }

    boolean timedOut(long nowNanos) {
        return deadline != null && nowNanos - deadlineNanos >= 0;
    }

    /** Interrupts the attempt for a reason, unless there is one already. */
    boolean stop(StopReason reason) {
        if (!stop.compareAndSet(null, reason)) {
            return false;
        }
        stoppedNanos = System.nanoTime();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        return true;
    }

    StopReason stopReason() {
        return stop.get();
    }

    long stoppedNanos() {
        return stoppedNanos;
    }

    /**
     * @return true for the one caller who may decide this attempt's outcome
     */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    boolean isSettled() {
        return settled.get();
    }

    @Override
    public UUID runId() {
        return id;
    }

    @Override
    public String task() {
        return task.name();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public long fencingToken() {
        return claim.attempt();
    }

    @Override
    public String idempotencyKey() {
        return id.toString();
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    @Override
    public boolean isCancellationRequested() {
        return stop.get() != null;
    }

    @Override
    public void checkCancelled() {
        StopReason reason = stop.get();
        if (reason != null) {
            throw new TaskCancelledException("run " + id + " is to stop: " + reason);
        }
    }

    @Override
    public void progress(double fraction, String message) {
        journal.progress(fraction, message);
    }

    @Override
    public Logger logger() {
        return journal.logger();
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.ofNullable(traceparent);
    }
}
