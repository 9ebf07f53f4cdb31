package io.offload.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A system under test with the ways to load it.
 *
 * @param accepted runs that the system has accepted so far
 */
record Bench(Vertx vertx, SystemUnderTest system, Options options, AtomicLong accepted) {
    static final int BULK = 500;
    /** Workers look every second. */
    private static final Duration PAUSED_AFTER = Duration.ofMillis(1500);

    /** The body of a no-op run: echo returns its value. */
    String echo() {
        return echo(options.payloadBytes());
    }

    /** As {@link #echo()}, with a text of so many bytes as its value: words of random letters, which hardly compress. */
    static String echo(int payloadBytes) {
        return payloadBytes == 0 ? "{\"input\":{\"value\":1}}" : "{\"input\":{\"value\":\"" + words(payloadBytes) + "\"}}";
    }

    private static String words(int bytes) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) random.nextInt('a', 'z' + 1));
        }
        return text.toString();
    }

    /** Posts so many runs one by one. */
    HttpLoad single(long runs, int connections) throws InterruptedException {
        return single(runs, connections, echo());
    }

    HttpLoad single(long runs, int connections, String body) throws InterruptedException {
        HttpLoad load = new HttpLoad(vertx, system.port());
        AtomicLong left = new AtomicLong(runs);
        load.run(connections, HttpConnection.post(system.port(), "/api/v1/tasks/echo/runs", body), left::getAndDecrement);
        return counted(load, 1);
    }

    /** Posts so many runs in batches of 500; a remainder is left out. */
    HttpLoad bulk(long runs, int connections) throws InterruptedException {
        return bulk(runs, connections, echo());
    }

    HttpLoad bulk(long runs, int connections, String body) throws InterruptedException {
        StringBuilder batch = new StringBuilder("[");
        String item = "{\"task\":\"echo\"," + body.substring(1);
        for (int i = 0; i < BULK; i++) {
            batch.append(i == 0 ? "" : ",").append(item);
        }
        Buffer request = HttpConnection.post(system.port(), "/api/v1/runs/batch", batch.append(']').toString());
        HttpLoad load = new HttpLoad(vertx, system.port());
        AtomicLong left = new AtomicLong(runs / BULK);
        load.run(connections, request, left::getAndDecrement);
        return counted(load, BULK);
    }

    /** Takes what a load has posted into account. */
    HttpLoad counted(HttpLoad load, int runsARequest) {
        accepted.addAndGet(load.accepted() * runsARequest);
        if (load.refused() > 0) {
            throw new IllegalStateException(load.refused() + " requests were refused or not answered, " + load.accepted() + " were accepted");
        }
        return load;
    }

    /** Waits until all that was accepted has completed. */
    void awaitCompleted(Duration limit) throws SQLException {
        awaitCompleted(accepted.get(), limit);
    }

    /** Waits until so many runs have completed since the system's tables were made. */
    void awaitCompleted(long total, Duration limit) throws SQLException {
        long end = System.nanoTime() + limit.toNanos();
        long now;
        while ((now = system.completed()) < total) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only %d of %d runs completed within %s; runs by state: %s; an error: %s".formatted(now, total, limit, system.query(
                        "SELECT string_agg(state || ' ' || n, ', ') FROM (SELECT state, count(*) AS n FROM task_run GROUP BY state) s"),
                        system.query("SELECT error::text FROM task_run WHERE state = 'FAILED' LIMIT 1")));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** As {@link #checkAllCompletedOnce(long)}, of all that was accepted. */
    void checkAllCompletedOnce() throws SQLException {
        checkAllCompletedOnce(accepted.get());
    }

    /**
     * Every accepted run has ended exactly once, at its first attempt.
     *
     * @throws IllegalStateException otherwise
     */
    void checkAllCompletedOnce(long accepted) throws SQLException {
        long rows = system.number("SELECT count(*) FROM task_run");
        long good = system.number("SELECT count(*) FROM task_run WHERE state = 'COMPLETED' AND attempt = 1 AND revision = 3");
        long history = system.number("SELECT count(*) FROM run_history");
        if (rows != accepted || good != accepted || history != 3 * accepted) {
            throw new IllegalStateException("accepted %d, rows %d, completed at their first attempt %d, history rows %d".formatted(accepted, rows, good, history));
        }
    }

    /** Pauses or resumes the default queue; returns when every worker must have seen it. */
    void pauseQueue(boolean pause) throws SQLException {
        system.execute("UPDATE queue SET paused_at = " + (pause ? "now()" : "NULL") + " WHERE name = 'default'");
        LockSupport.parkNanos(PAUSED_AFTER.toNanos());
    }
}
