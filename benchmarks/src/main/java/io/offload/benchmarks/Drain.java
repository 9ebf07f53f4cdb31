package io.offload.benchmarks;

import java.time.Duration;

/** Runs that wait in a paused queue, from its resumption to the last completion. */
final class Drain implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private final String name;
    private final long runs;
    private long accepted;

    Drain(String name, long runs) {
        this.name = name;
        this.runs = runs;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "drain of " + runs + " queued runs, warm worker";
    }

    private long post(Bench bench, long wanted) throws InterruptedException {
        long posted = bench.bulk(wanted, 4).accepted() * Bench.BULK;
        accepted += posted;
        return posted;
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        for (int i = 0; i < 3; i++) {
            post(bench, 100_000);
            bench.awaitCompleted(accepted, LIMIT);
        }
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        bench.pauseQueue(true);
        long posted = post(bench, runs);
        long completedBefore = accepted - posted;
        Cost before = Cost.until(bench.system());
        bench.system().execute("UPDATE queue SET paused_at = NULL");
        while (bench.system().completed() == completedBefore) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();
        long head = bench.system().completed() - completedBefore;
        bench.awaitCompleted(accepted, LIMIT);
        double seconds = (System.nanoTime() - start) / 1e9;
        Cost after = Cost.until(bench.system());
        bench.checkAllCompletedOnce(accepted);
        return new Result().with("runs_per_s", (posted - head) / seconds).with("worker_pss_mib", bench.system().pssMiB("worker-1"))
                .with("api_pss_mib", bench.system().pssMiB("api")).with(after.perRun(before, posted));
    }
}
