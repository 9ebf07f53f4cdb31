package io.offload.benchmarks;

/** Posting single runs into a paused queue: the cost of accepting alone. */
final class SubmitOnly implements Scenario {
    private long accepted;

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
        bench.pauseQueue(true);
        accepted += bench.single(Math.max(50_000, bench.options().runs() / 2), bench.options().connections()).accepted();
        accepted += bench.single(Math.max(50_000, bench.options().runs() / 2), bench.options().connections()).accepted();
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Cost before = Cost.until(bench.system());
        long start = System.nanoTime();
        HttpLoad load = bench.single(bench.options().runs(), bench.options().connections());
        double seconds = (System.nanoTime() - start) / 1e9;
        Cost after = Cost.until(bench.system());
        accepted += load.accepted();
        long rows = bench.system().number("SELECT count(*) FROM task_run");
        if (rows != accepted) {
            throw new IllegalStateException("accepted %d, rows %d".formatted(accepted, rows));
        }
        return new Result().with("runs_per_s", load.accepted() / seconds).with("submit_p50_ms", load.latencies().getValueAtPercentile(50) / 1000.0)
                .with("submit_p99_ms", load.latencies().getValueAtPercentile(99) / 1000.0).with(after.perRun(before, load.accepted()));
    }
}
