package io.offload.task;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What a task method may know and say about the run it executes. Declare it as a parameter; it is valid until the method returns and may be
 * used from threads that the method starts.
 */
public interface TaskContext {

    /** The run, the same at every attempt. */
    UUID runId();

    /** The task's name. */
    String task();

    /** The attempt, from 1; it grows by one at every claim, whatever ended the previous attempt. */
    int attempt();

    /**
     * Fencing token: strictly grows from attempt to attempt of one run. A system that remembers the highest token it has seen for the run and
     * refuses lower ones is safe from an attempt that was given up but still runs (Kleppmann, "How to do distributed locking", 2016).
     */
    long fencingToken();

    /** Stable over all attempts of the run: hand it to systems that deduplicate, or store it with the effect in one transaction. */
    String idempotencyKey();

    /** When the attempt will be interrupted, by this process's clock; empty for a task without a timeout. */
    Optional<Instant> deadline();

    /** Whether someone asked to cancel the run, or the attempt was given up (timeout, lost lease, shutdown). */
    boolean isCancellationRequested();

    /**
     * Ends the method early when the run is to stop.
     *
     * @throws TaskCancelledException when {@link #isCancellationRequested()}
     */
    void checkCancelled();

    /**
     * Publishes progress; the latest value is stored at most once a second.
     *
     * @param fraction 0-1; values outside are clamped, NaN counts as 0
     * @param message for people, may be null; cut at 1,000 characters
     */
    void progress(double fraction, String message);

    /** A logger whose lines are stored with the run, also from threads that the method starts. */
    Logger logger();

    /** W3C trace context that the run was submitted with, if any. */
    Optional<String> traceparent();
}
