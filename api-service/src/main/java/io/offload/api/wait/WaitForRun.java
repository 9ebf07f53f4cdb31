package io.offload.api.wait;

import io.offload.api.problem.Problem;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Long polls: answers as soon as the run is terminal, with the current view at the end of the wait. The waiter is registered before the run is read,
 * and every answer comes from a read that began after what caused it. Without events each waiter's run is read again every 5 s.
 */
@Singleton
public class WaitForRun {
    private static final long SAFETY_NET_MS = 5000;
    private static final int MOST_WAITERS = 50_000;
    private static final long NO_TIMER = -1;

    private final ListenToEvents events;
    private final FreshRuns fresh;
    private final ReadRuns reads;
    private final Vertx vertx;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    @Inject
    public WaitForRun(ListenToEvents events, FreshRuns fresh, ReadRuns reads, Vertx vertx) {
        this.events = events;
        this.fresh = fresh;
        this.reads = reads;
        this.vertx = vertx;
    }

    /** Long polls that are waiting. */
    public int waiting() {
        return waiters.size();
    }

    /**
     * The run when it is terminal, or as it is after the limit. Fails with {@link Problem#UNKNOWN_RUN} when there is none.
     *
     * @param limit more than zero
     */
    public Future<RunView> terminal(UUID id, Duration limit) {
        if (waiters.size() >= MOST_WAITERS) {
            return Future.failedFuture(Problem.UNAVAILABLE.because("too many callers are waiting for runs"));
        }
        if (stopping) {
            return reads.get(id);
        }
        Waiter waiter = new Waiter(id, limit);
        waiters.add(waiter);
        events.add(id, waiter);
        waiter.start();
        return waiter.answer.future();
    }

    /** Answers every waiter with its run as it is now, and whoever comes later at once. */
    public void answerAll() {
        stopping = true;
        waiters.forEach(Waiter::answerNow);
    }

    private final class Waiter implements ListenToEvents.Listener {
        private final UUID id;
        private final Promise<RunView> answer = Promise.promise();
        private final AtomicBoolean answered = new AtomicBoolean();
        private final Duration limit;
        private final long endNanos;
        private volatile long timer = NO_TIMER;

        Waiter(UUID id, Duration limit) {
            this.id = id;
            this.limit = limit;
            this.endNanos = System.nanoTime() + limit.toNanos();
        }

        /** Begins to look, once it is listening: whether a run is still fresh may only be asked then, or its end could pass unseen. */
        void start() {
            long period = Math.min(limit.toMillis(), SAFETY_NET_MS);
            if (limit.compareTo(FreshRuns.FRESH) > 0 && fresh.isFresh(id)) {
                tick(FreshRuns.FRESH.toMillis(), period);
            } else {
                tick(period, period);
                look();
            }
        }

        private void tick(long first, long period) {
            timer = vertx.setPeriodic(first, period, ignored -> {
                if (System.nanoTime() - endNanos >= -1_000_000) {
                    answerNow();
                } else {
                    look();
                }
            });
            if (answered.get()) {
                vertx.cancelTimer(timer);
            }
        }

        @Override
        public void changed(UUID run, byte[] event) {
            if (EndOfRun.isToldBy(event)) {
                look();
            }
        }

        void look() {
            reads.get(id).onComplete(view -> {
                if (view.state().terminal()) {
                    finish(view, null);
                }
            }, cause -> finish(null, cause));
        }

        void answerNow() {
            reads.get(id).onComplete(view -> finish(view, null), cause -> finish(null, cause));
        }

        private void finish(RunView view, Throwable cause) {
            if (answered.compareAndSet(false, true)) {
                vertx.cancelTimer(timer);
                events.remove(id, this);
                waiters.remove(this);
                if (cause == null) {
                    answer.complete(view);
                } else {
                    answer.fail(cause);
                }
            }
        }
    }
}
