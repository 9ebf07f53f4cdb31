package io.offload.benchmarks;

/** A queue that has grown very long: its rate against that of a short one, and what memory it takes meanwhile. */
final class Backlog implements Scenario {

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String description() {
        return "drain of a long queue against that of a short one, warm worker";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        new Drain().prepare(bench);
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Rates rates = new Rates(bench);
        double brief = Result.median("runs_per_s", () -> rates.drain(bench.options().runs()), bench.options().repetitions());
        Result result = rates.drain(bench.options().backlog());
        return new Result().with("queued_runs", bench.options().backlog()).with("short_queue_runs_per_s", brief)
                .with("ratio", result.figures().get("runs_per_s") / brief).with(result.figures());
    }

    @Override
    public int repetitions(Options options) {
        return 1;
    }
}
