package io.offload.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a system costs that has worked and has nothing to do. */
final class Idle implements Scenario {
    private static final long RUNS = 50_000;
    private static final int SECONDS = 60;
    private static final int SETTLE_SECONDS = 60;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "processor time of a system with nothing to do, in percent of one core";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        bench.single(RUNS, bench.options().connections());
        bench.awaitCompleted(Duration.ofMinutes(2));
        bench.checkAllCompletedOnce();
        pause(Math.min(SETTLE_SECONDS, bench.options().secondsOr(SETTLE_SECONDS)));
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Cost before = Cost.until(bench.system());
        long start = System.nanoTime();
        pause(bench.options().secondsOr(SECONDS));
        Cost after = Cost.until(bench.system());
        double seconds = (System.nanoTime() - start) / 1e9;
        Result result = new Result();
        double total = 0;
        for (Map.Entry<String, Double> role : after.cpuSeconds().entrySet()) {
            double percent = (role.getValue() - before.cpuSeconds().getOrDefault(role.getKey(), 0.0)) * 100 / seconds;
            result.with("cpu_percent_of_a_core_" + role.getKey(), percent);
            total += percent;
        }
        return result.with("cpu_percent_of_a_core", total).with("commits_per_s", (after.commits() - before.commits()) / seconds);
    }

    private static void pause(int seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }
}
