package io.offload.benchmarks;

import java.time.Duration;

/** What memory API and worker have after a minute at a steady rate. */
final class Memory implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int SECONDS = 60;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "proportional set size of API and worker at a fixed rate of single posts";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        bench.single(bench.options().rate() * 5L, bench.options().connections());
        bench.awaitCompleted(LIMIT);
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        SystemUnderTest system = bench.system();
        int seconds = bench.options().secondsOr(SECONDS);
        Cost before = Cost.until(system);
        try (MemoryWatch memory = new MemoryWatch(system)) {
            long start = System.nanoTime();
            long posted = new PacedLoad(bench.vertx(), system.port(), HttpConnection.post(system.port(), "/api/v1/tasks/echo/runs", bench.echo()))
                    .run(bench.options().connections(), bench.options().rate(), seconds);
            double took = (System.nanoTime() - start) / 1e9;
            bench.accepted().addAndGet(posted);
            Result result = new Result().with("runs_per_s", posted / took).with(memory.figures());
            bench.awaitCompleted(LIMIT);
            result.with("api_xmx_mib", system.maxHeapMiB("api")).with("worker_xmx_mib", system.maxHeapMiB("worker-1"))
                    .with(Cost.until(system).perRun(before, posted));
            bench.checkAllCompletedOnce();
            return result;
        }
    }

    @Override
    public int repetitions(Options options) {
        return 1;
    }
}
