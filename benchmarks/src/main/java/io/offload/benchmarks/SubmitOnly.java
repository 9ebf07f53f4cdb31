package io.offload.benchmarks;

import java.time.Duration;

/** Posting single runs into a paused queue: the cost of accepting alone. */
final class SubmitOnly implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String description() {
        return "submission alone, single posts, queue paused";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        new Rates(bench).warmUp(false, bench.echo());
        bench.pauseQueue(true);
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Cost before = Cost.until(bench.system());
        long start = System.nanoTime();
        HttpLoad load = bench.single(bench.options().runs(), bench.options().connections());
        double seconds = (System.nanoTime() - start) / 1e9;
        Cost after = Cost.until(bench.system());
        long rows = bench.system().number("SELECT count(*) FROM task_run");
        if (rows != bench.accepted().get()) {
            throw new IllegalStateException("accepted %d, rows %d".formatted(bench.accepted().get(), rows));
        }
        return new Result().with("runs_per_s", load.accepted() / seconds).with(Rates.percentiles("submit_", load.latencies()))
                .with(after.perRun(before, load.accepted()));
    }

    @Override
    public void finish(Bench bench) throws Exception {
        bench.pauseQueue(false);
        bench.awaitCompleted(LIMIT);
        bench.checkAllCompletedOnce();
    }
}
