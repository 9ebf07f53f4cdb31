package io.offload.benchmarks;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Posting as fast as answers come, single posts or batches, until the last run has completed. */
final class Throughput implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private final boolean bulk;
    private long accepted;

    Throughput(boolean bulk) {
        this.bulk = bulk;
    }

    @Override
    public String name() {
        return bulk ? "bulk" : "single";
    }

    @Override
    public String description() {
        return bulk ? "end to end, batches of " + Bench.BULK + ", from the first post to the last completion"
                : "end to end, single posts, from the first post to the last completion";
    }

    private HttpLoad post(Bench bench, long runs) throws InterruptedException {
        HttpLoad load = bulk ? bench.bulk(runs, 8) : bench.single(runs, bench.options().connections());
        if (load.refused() > 0) {
            throw new IllegalStateException(load.refused() + " requests were refused");
        }
        accepted += bulk ? load.accepted() * Bench.BULK : load.accepted();
        return load;
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        for (int i = 0; i < 3; i++) {
            post(bench, Math.max(50_000, bench.options().runs() / 2));
            bench.awaitCompleted(accepted, LIMIT);
        }
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Cost before = Cost.until(bench.system());
        long acceptedBefore = accepted;
        long start = System.nanoTime();
        HttpLoad load = post(bench, bench.options().runs());
        double submitSeconds = (System.nanoTime() - start) / 1e9;
        bench.awaitCompleted(accepted, LIMIT);
        double seconds = (System.nanoTime() - start) / 1e9;
        long runs = accepted - acceptedBefore;
        Cost after = Cost.until(bench.system());
        bench.checkAllCompletedOnce(accepted);
        Histogram latencies = load.latencies();
        return new Result().with("runs_per_s", runs / seconds).with("submit_per_s", runs / submitSeconds)
                .with("submit_p50_ms", latencies.getValueAtPercentile(50) / 1000.0).with("submit_p99_ms", latencies.getValueAtPercentile(99) / 1000.0)
                .with(after.perRun(before, runs));
    }
}
