package io.offload.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A system under test with the ways to load it. */
record Bench(Vertx vertx, SystemUnderTest system, Options options) {
    static final int BULK = 500;

    /** The body of a no-op run: echo returns its value. */
    String echo() {
        return options.payloadBytes() == 0 ? "{\"input\":{\"value\":1}}" : "{\"input\":{\"value\":\"" + "x".repeat(options.payloadBytes()) + "\"}}";
    }

    /** Posts so many runs one by one. */
    HttpLoad single(long runs, int connections) throws InterruptedException {
        HttpLoad load = new HttpLoad(vertx, system.port());
        AtomicLong left = new AtomicLong(runs);
        load.run(connections, HttpLoad.post(system.port(), "/api/v1/tasks/echo/runs", echo()), left::getAndDecrement);
        return load;
    }

    /** Posts so many runs in batches of 500. */
    HttpLoad bulk(long runs, int connections) throws InterruptedException {
        StringBuilder batch = new StringBuilder("[");
        String item = "{\"task\":\"echo\"," + echo().substring(1);
        for (int i = 0; i < BULK; i++) {
            batch.append(i == 0 ? "" : ",").append(item);
        }
        Buffer request = HttpLoad.post(system.port(), "/api/v1/runs/batch", batch.append(']').toString());
        HttpLoad load = new HttpLoad(vertx, system.port());
        AtomicLong left = new AtomicLong(runs / BULK);
        load.run(connections, request, left::getAndDecrement);
        return load;
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

    void pauseQueue(boolean pause) throws SQLException {
        system.execute("UPDATE queue SET paused_at = " + (pause ? "now()" : "NULL") + " WHERE name = 'default'");
        LockSupport.parkNanos(2_500_000_000L);
    }
}
