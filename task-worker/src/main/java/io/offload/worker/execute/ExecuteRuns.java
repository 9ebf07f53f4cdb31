package io.offload.worker.execute;

import io.offload.catalog.InvalidInputException;
import io.offload.catalog.ResultNotWritableException;
import io.offload.catalog.RetryPolicy;
import io.offload.run.RunError;
import io.offload.run.RunState;
import io.offload.worker.WorkerConfig;
import io.offload.worker.cache.AnswerFromCache;
import io.offload.worker.complete.CompleteRuns;
import io.offload.worker.journal.CurrentRun;
import io.offload.worker.journal.WriteJournals;
import io.offload.worker.trace.TraceAttempts;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Executes claimed runs: each on a virtual thread of its own, as many at once as there are slots, the others ready until one is free. The only
 * place that runs user code, and so the only one that catches whatever it throws.
 */
@Singleton
public class ExecuteRuns {
    private static final Logger LOG = Logger.getLogger(ExecuteRuns.class);
    private static final ThreadFactory THREADS = Thread.ofVirtual().name("offload-run-", 0).factory();

    private final Slots slots;
    private final RunsInFlight runs;
    private final CompleteRuns complete;
    private final WriteJournals journals;
    private final AnswerFromCache cache;
    private final TraceAttempts traces;
    private final InstantSource clock;
    private final int maxResultBytes;
    private final Queue<RunInFlight> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger readyCount = new AtomicInteger();
    private volatile Runnable room = () -> {};

    @Inject
    public ExecuteRuns(Slots slots, RunsInFlight runs, CompleteRuns complete, WriteJournals journals, AnswerFromCache cache, TraceAttempts traces,
            InstantSource clock, WorkerConfig config) {
        this.slots = slots;
        this.runs = runs;
        this.complete = complete;
        this.journals = journals;
        this.cache = cache;
        this.traces = traces;
        this.clock = clock;
        this.maxResultBytes = config.maxResultBytes();
    }

    /** Who is told that a slot became free. */
    public void onRoom(Runnable listener) {
        this.room = listener;
    }

    /** Claimed runs that wait for a slot. */
    public int ready() {
        return readyCount.get();
    }

    /** Executes these claimed runs as slots allow. */
    public void accept(List<RunInFlight> claimed) {
        for (RunInFlight run : claimed) {
            runs.add(run);
            slots.inFlight(run.definition().queue()).incrementAndGet();
            ready.add(run);
            readyCount.incrementAndGet();
        }
        startReady();
    }

    private void startReady() {
        while (readyCount.get() > 0 && slots.take()) {
            RunInFlight next = pollReady();
            if (next == null) {
                slots.release();
                continue;
            }
            THREADS.newThread(() -> occupySlot(next)).start();
        }
    }

    private RunInFlight pollReady() {
        RunInFlight next = ready.poll();
        if (next != null) {
            readyCount.decrementAndGet();
        }
        return next;
    }

    private void occupySlot(RunInFlight run) {
        try {
            traces.around(run, this::execute);
        } catch (Throwable escaped) {
            LOG.errorf(escaped, "run %s (task %s, attempt %d) failed outside of its task", run.id(), run.task(), run.attempt());
            if (run.settle()) {
                settle(run, run.state().fail(RunError.of(escaped)));
            }
        } finally {
            slots.inFlight(run.definition().queue()).decrementAndGet();
            slots.noteFinished();
            slots.release();
            startReady();
            room.run();
        }
    }

    /** Hands back runs that wait for a slot since before the given time: someone else may be idle. */
    void handBackReady(long claimedBeforeNanos, String reason) {
        for (RunInFlight run : ready) {
            if (run.claimedNanos() - claimedBeforeNanos <= 0 && ready.remove(run)) {
                readyCount.decrementAndGet();
                slots.inFlight(run.definition().queue()).decrementAndGet();
                if (run.settle()) {
                    complete.write(run, run.state().handBack(reason));
                }
            }
        }
    }

    /** Returns the outcome, null when it has none or another was written. */
    private RunState execute(RunInFlight run) {
        if (run.isSettled()) {
            return null;
        }
        run.begin(System.nanoTime(), clock.instant());
        RunState outcome;
        journals.continueEarlier(run);
        CurrentRun.set(run);
        try {
            if (run.stopReason() != null) {
                run.checkCancelled();
            }
            AnswerFromCache.Answer answer = cache.look(run);
            switch (answer) {
                case AnswerFromCache.Unknown unknown -> outcome = run.state().handBack("Postgres did not say whether its cache has an answer");
                case AnswerFromCache.Gone gone -> {
                    forget(run);
                    return null;
                }
                case AnswerFromCache.Hit hit -> outcome = run.state().completeFromCache(hit.resultJson(), "result of run " + hit.source());
                case AnswerFromCache.Execute lead -> {
                    run.cacheKey(lead.key());
                    outcome = call(run);
                }
            }
        } catch (Throwable thrown) {
            outcome = afterFailure(run, thrown);
        } finally {
            CurrentRun.clear();
            Thread.interrupted();
        }
        if (outcome != null && run.settle()) {
            settle(run, outcome);
            return outcome;
        }
        return null;
    }

    private RunState call(RunInFlight run) throws Throwable {
        String result = run.definition().invoker().invoke(run.input(), run);
        if (result.length() > maxResultBytes / 3 && result.getBytes(StandardCharsets.UTF_8).length > maxResultBytes) {
            return run.state().fail(RunError.of("ResultTooLarge", "the result has %d bytes, more than the %d that are allowed"
                    .formatted(result.getBytes(StandardCharsets.UTF_8).length, maxResultBytes)));
        }
        return run.state().complete(result);
    }

    private void forget(RunInFlight run) {
        if (run.settle()) {
            complete.settledElsewhere(run);
        }
    }

    private void settle(RunInFlight run, RunState outcome) {
        journals.finish(run.journal(), () -> complete.write(run, outcome));
    }

    /** Decides the outcome of an attempt whose interrupted thread does not end. */
    void settleWithoutThread(RunInFlight run) {
        if (run.settle()) {
            LOG.warnf("run %s (task %s, attempt %d) ignores interruption: its outcome is written without it, its slot stays taken until its thread ends",
                    run.id(), run.task(), run.attempt());
            RunState outcome = afterFailure(run, new InterruptedException("the task ignored its interruption"));
            if (outcome != null) {
                settle(run, outcome);
            }
        }
    }

    /** Hands an attempt back at once; what its thread still does is refused by the fence. */
    void handBackNow(RunInFlight run) {
        if (run.settle()) {
            settle(run, run.state().handBack("its worker stops; it did not end within the drain deadline"));
        }
    }

    private RunState afterFailure(RunInFlight run, Throwable thrown) {
        StopReason reason = run.stopReason();
        if (reason != null) {
            switch (reason) {
                case LEASE_LOST -> {
                    return null;
                }
                case HAND_BACK -> {
                    return run.state().handBack("its worker stops; it did not end within the drain deadline");
                }
                case CANCEL -> {
                    return run.state().requestCancel().stop("cancelled; it stopped with " + thrown.getClass().getName());
                }
                case TIMEOUT -> {
                    String limit = run.definition().timeout().map(Object::toString).orElse("its limit");
                    RunError error = new RunError("TimedOut", "attempt %d did not end within %s".formatted(run.attempt(), limit), RunError.of(thrown).stackTrace());
                    return retryOr(run, error, true, thrown);
                }
            }
        }
        return switch (thrown) {
            case InvalidInputException invalid -> run.state().fail(RunError.of("InvalidInput", invalid.getMessage()));
            case ResultNotWritableException unwritable -> run.state().fail(RunError.of("ResultNotStorable", unwritable.getMessage()));
            default -> retryOr(run, RunError.of(thrown), false, thrown);
        };
    }

    private RunState retryOr(RunInFlight run, RunError error, boolean timeout, Throwable thrown) {
        RetryPolicy policy = run.definition().retry();
        int failures = run.claim().failures() + 1;
        boolean again = timeout ? failures <= policy.retries() : policy.retries(failures, thrown);
        if (again) {
            return run.state().retryIn(policy.delay(failures, ThreadLocalRandom.current()), error);
        }
        return timeout ? run.state().timeOut(error) : run.state().fail(error);
    }
}
