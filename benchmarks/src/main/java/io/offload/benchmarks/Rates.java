package io.offload.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The three rates, each once: what scenarios repeat, compare and combine. */
record Rates(Bench bench) {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int BULK_CONNECTIONS = 8;
    private static final long WARM_UP_RUNS = 50_000;

    /** Posts runs for so long as the options say. */
    void warmUp(boolean bulk, String body) throws InterruptedException, SQLException {
        warmUp(bulk, body, bench.options().warmUpSeconds());
    }

    /** Posts runs and waits until the last has completed, again and again for so long. */
    void warmUp(boolean bulk, String body, int seconds) throws InterruptedException, SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            post(bulk, WARM_UP_RUNS, body);
            bench.awaitCompleted(LIMIT);
        }
    }

    private HttpLoad post(boolean bulk, long runs, String body) throws InterruptedException {
        return bulk ? bench.bulk(runs, BULK_CONNECTIONS, body) : bench.single(runs, bench.options().connections(), body);
    }

    /** From the first post to the last completion. */
    Result endToEnd(boolean bulk, long runs, String body) throws Exception {
        Cost before = Cost.until(bench.system());
        long acceptedBefore = bench.accepted().get();
        long start = System.nanoTime();
        HttpLoad load = post(bulk, runs, body);
        double submitSeconds = (System.nanoTime() - start) / 1e9;
        bench.awaitCompleted(LIMIT);
        double seconds = (System.nanoTime() - start) / 1e9;
        long posted = bench.accepted().get() - acceptedBefore;
        Cost after = Cost.until(bench.system());
        bench.checkAllCompletedOnce();
        return new Result().with("runs_per_s", posted / seconds).with("submit_per_s", posted / submitSeconds).with(percentiles("submit_", load.latencies()))
                .with(after.perRun(before, posted));
    }

    /** From the resumption of a paused queue to the last completion, counted from the first one seen. */
    Result drain(long runs) throws Exception {
        bench.pauseQueue(true);
        long acceptedBefore = bench.accepted().get();
        bench.bulk(runs, BULK_CONNECTIONS / 2);
        long posted = bench.accepted().get() - acceptedBefore;
        Cost before = Cost.until(bench.system());
        try (MemoryWatch memory = new MemoryWatch(bench.system())) {
            bench.system().execute("UPDATE queue SET paused_at = NULL");
            while (bench.system().completed() == acceptedBefore) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            long head = bench.system().completed() - acceptedBefore;
            bench.awaitCompleted(LIMIT);
            double seconds = (System.nanoTime() - start) / 1e9;
            Cost after = Cost.until(bench.system());
            bench.checkAllCompletedOnce();
            return new Result().with("runs_per_s", Math.max(1, posted - head) / seconds).with(memory.figures()).with(after.perRun(before, posted));
        }
    }

    /** Percentiles of a histogram of microseconds, in milliseconds. */
    static Map<String, Double> percentiles(String prefix, Histogram micros) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(prefix + "p50_ms", micros.getValueAtPercentile(50) / 1000.0);
        figures.put(prefix + "p95_ms", micros.getValueAtPercentile(95) / 1000.0);
        figures.put(prefix + "p99_ms", micros.getValueAtPercentile(99) / 1000.0);
        figures.put(prefix + "p99.9_ms", micros.getValueAtPercentile(99.9) / 1000.0);
        return figures;
    }
}
