package io.offload.system.chaos;

import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.Oracle;
import io.offload.system.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Clients that submit at a steady rate, each with an idempotency key, and repeat what was not accepted, at any instance, until it is. What they
 * saw is told to the oracle. They are 300: when each of them waits, nothing new is submitted until one is answered, so that a machine that
 * cannot keep up is not buried.
 */
final class Load implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_OPEN = 300;
    private final List<Api> apis;
    private final Oracle oracle;
    private final Supplier<Order> orders;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> runsByKey = new ConcurrentHashMap<>();
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger cancelling = new AtomicInteger();
    private final AtomicLong slowestRefusalNanos = new AtomicLong();
    private final AtomicInteger refusedWithoutRetryAfter = new AtomicInteger();

    Load(List<Api> apis, Oracle oracle, String task, String input) {
        this(apis, oracle, () -> Order.one(task, input));
    }

    Load(List<Api> apis, Oracle oracle, Supplier<Order> orders) {
        this.apis = apis;
        this.oracle = oracle;
        this.orders = orders;
    }

    Load start(int perSecond) {
        clock.scheduleAtFixedRate(this::submitNew, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        return this;
    }

    /** No new submissions; what is under way goes on. */
    void stop() {
        clock.shutdownNow();
    }

    /** Submissions that are not accepted yet. */
    int open() {
        return open.get();
    }

    int accepted() {
        return oracle.count();
    }

    /** How often a status was answered; 0 stands for no answer. */
    int answered(int status) {
        AtomicInteger count = answers.get(status);
        return count == null ? 0 : count.get();
    }

    Set<Integer> statuses() {
        return answers.keySet();
    }

    /** Why there was no answer, each time. */
    Collection<String> unanswered() {
        return unanswered;
    }

    Duration slowestRefusal() {
        return Duration.ofNanos(slowestRefusalNanos.get());
    }

    int refusedWithoutRetryAfter() {
        return refusedWithoutRetryAfter.get();
    }

    /** Keys that stand for more than one run: must be none. */
    List<String> keysWithSeveralRuns() {
        return runsByKey.entrySet().stream().filter(entry -> entry.getValue().size() > 1).map(Object::toString).toList();
    }

    /** Requests to cancel that nobody has answered yet. */
    int cancelling() {
        return cancelling.get();
    }

    private void submitNew() {
        if (open.get() >= MOST_OPEN) {
            return;
        }
        Order order = orders.get();
        open.incrementAndGet();
        String key = UUID.randomUUID().toString();
        clients.execute(() -> {
            if (order.way() == Order.Way.SQL) {
                submitInSql(order);
            } else {
                submit(order, key, 0);
            }
        });
    }

    private void submitInSql(Order order) {
        try {
            accepted(order, order.submit(oracle.database()));
        } catch (IllegalStateException e) {
            // it may exist or not: nobody was told that it was accepted
        } finally {
            open.decrementAndGet();
        }
    }

    private void submit(Order order, String key, int tries) {
        long began = System.nanoTime();
        int status = 0;
        try {
            Reply reply = order.submit(api(key, tries), key);
            status = reply.status();
            if (status == 202 || status == 200) {
                List<String> runs = order.runs(reply);
                for (int i = 0; i < runs.size(); i++) {
                    runsByKey.computeIfAbsent(key + "-" + i, ignored -> ConcurrentHashMap.newKeySet()).add(runs.get(i));
                    accepted(order, runs.get(i));
                }
                open.decrementAndGet();
            } else if (status == 503) {
                slowestRefusalNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
                if (reply.header("Retry-After") == null) {
                    refusedWithoutRetryAfter.incrementAndGet();
                }
            }
        } catch (Http.UnreachableException e) {
            status = 0;
            unanswered.add(Instant.now() + " " + e.getCause());
        }
        answers.computeIfAbsent(status, ignored -> new AtomicInteger()).incrementAndGet();
        if (status != 202 && status != 200) {
            later(tries, () -> submit(order, key, tries + 1));
        }
    }

    private void accepted(Order order, String run) {
        oracle.accepted(run, order.mayEndAs().toArray(String[]::new));
        if (order.cancel()) {
            cancelling.incrementAndGet();
            later(0, () -> cancel(run, 0));
        }
    }

    private void cancel(String run, int tries) {
        try {
            int status = api(run, tries).cancel(run).status();
            if (status == 200 || status == 202 || status == 409) {
                cancelling.decrementAndGet();
                return;
            }
        } catch (Http.UnreachableException e) {
            // asked again
        }
        later(tries, () -> cancel(run, tries + 1));
    }

    private Api api(String key, int tries) {
        return apis.get(Math.floorMod(key.hashCode() + tries, apis.size()));
    }

    private void later(int tries, Runnable what) {
        if (!pauses.isShutdown()) {
            pauses.schedule(() -> clients.execute(what), PAUSE.toMillis() * Math.min(tries + 1, 5), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        pauses.shutdownNow();
        clients.shutdown(); // what is under way is answered and told to the oracle
    }
}
