package io.offload.api.wait;

import io.offload.api.problem.Problem;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.tick.Ticker;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Long polls: answers as soon as the run is terminal, with the current view at the end of the wait. The waiter is registered before the run is read,
 * and every answer comes from a read that began after what caused it, or from what Postgres itself notified. Without events it is looked every 5 s which of the waiters' runs have ended.
 */
@Singleton
public class WaitForRun {
    private static final long SAFETY_NET_MS = 5000;
    private static final int MOST_WAITERS = 50_000;
    private static final int AT_ONCE = 500;

    private final ListenToEvents events;
    private final FreshRuns fresh;
    private final FindEndedRuns ended;
    private final ReadRuns reads;
    private final Vertx vertx;
    private final Ticker ticker;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    @Inject
    public WaitForRun(ListenToEvents events, FreshRuns fresh, FindEndedRuns ended, ReadRuns reads, Vertx vertx, Ticker ticker) {
        this.events = events;
        this.fresh = fresh;
        this.ended = ended;
        this.reads = reads;
        this.vertx = vertx;
        this.ticker = ticker;
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

    void watch(@Observes StartupEvent event) {
        ticker.every(SAFETY_NET_MS, this::lookAtAll);
    }

    /** The safety net: one statement for many waiters, since nearly all of their runs are as they were. */
    private void lookAtAll() {
        if (!waiters.isEmpty() && looking.compareAndSet(false, true)) {
            lookAt(List.copyOf(waiters), 0);
        }
    }

    private void lookAt(List<Waiter> all, int from) {
        List<Waiter> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
        ended.among(some.stream().map(waiter -> waiter.id).distinct().toList()).onComplete(found -> {
            if (found.succeeded()) {
                some.stream().filter(waiter -> found.result().contains(waiter.id)).forEach(Waiter::look);
            } else {
                some.forEach(waiter -> waiter.finish(null, Problem.UNAVAILABLE.because("the database does not answer")));
            }
            if (from + AT_ONCE < all.size()) {
                lookAt(all, from + AT_ONCE);
            } else {
                looking.set(false);
            }
        });
    }

    private final class Waiter implements ListenToEvents.Listener {
        private final UUID id;
        private final Promise<RunView> answer = Promise.promise();
        private final AtomicBoolean answered = new AtomicBoolean();
        private final long end;

        Waiter(UUID id, Duration limit) {
            this.id = id;
            this.end = vertx.setTimer(Math.max(1, limit.toMillis()), ignored -> answerNow());
        }

        /** Begins to look, once it is listening: whether a run is still fresh may only be asked then, or its end could pass unseen. */
        void start() {
            if (fresh.isFresh(id)) {
                vertx.setTimer(FreshRuns.FRESH.toMillis(), ignored -> {
                    if (!answered.get()) {
                        look();
                    }
                });
            } else {
                look();
            }
        }

        @Override
        public void changed(UUID run, byte[] event) {
            if (EndOfRun.isToldBy(event)) {
                look();
            }
        }

        @Override
        public void ended(UUID run, RunView view) {
            if (view == null) {
                look();
            } else {
                finish(view, null);
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
                vertx.cancelTimer(end);
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
