package io.offload.worker.execute;

import io.offload.worker.WorkerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Looks at all runs in flight 20 times a second: interrupts those whose timeout elapsed, decides for those that ignore it, and hands back what was
 * claimed and could not start within 1 s. One thread for all costs less than a timer a run.
 */
@Singleton
public class WatchRuns {
    private static final Logger LOG = Logger.getLogger(WatchRuns.class);
    private static final long TICK_NANOS = Duration.ofMillis(50).toNanos();
    private static final long START_WITHIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final RunsInFlight runs;
    private final ExecuteRuns execute;
    private final long interruptGraceNanos;
    private volatile boolean stopping;

    @Inject
    public WatchRuns(RunsInFlight runs, ExecuteRuns execute, WorkerConfig config) {
        this.runs = runs;
        this.execute = execute;
        this.interruptGraceNanos = config.interruptGrace().toNanos();
    }

    public void start() {
        Thread.ofPlatform().name("offload-watch").daemon().start(() -> {
            while (!stopping) {
                LockSupport.parkNanos(TICK_NANOS);
                try {
                    look(System.nanoTime());
                } catch (Throwable e) { // memory that a task exhausted, for one: without this thread no attempt would time out any more
                    LOG.errorf(e, "a look at the runs in flight failed");
                }
            }
        });
    }

    public void stop() {
        stopping = true;
    }

    /** Interrupts every attempt that is still executing, to hand it back. */
    public void handBackAll() {
        execute.handBackReady(System.nanoTime(), "its worker stops");
        for (RunInFlight run : runs.all()) {
            if (!run.isSettled() && run.stop(StopReason.HAND_BACK)) {
                execute.handBackNow(run);
            }
        }
    }

    private void look(long now) {
        if (execute.ready() > 0) {
            execute.handBackReady(now - START_WITHIN_NANOS, "claimed, but no slot became free within 1 s");
        }
        for (RunInFlight run : runs.all()) {
            if (run.isSettled()) {
                continue;
            }
            if (run.timedOut(now)) {
                run.stop(StopReason.TIMEOUT);
            }
            if (run.stopReason() == StopReason.TIMEOUT && now - run.stoppedNanos() > interruptGraceNanos) {
                execute.settleWithoutThread(run);
            }
        }
    }
}
