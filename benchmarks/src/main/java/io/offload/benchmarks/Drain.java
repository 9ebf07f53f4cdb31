package io.offload.benchmarks;

/** Runs that wait in a paused queue, from its resumption to the last completion. */
final class Drain implements Scenario {

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String description() {
        return "drain of queued runs, warm worker";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        new Rates(bench).warmUp(true, bench.echo());
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        return new Rates(bench).drain(bench.options().runs());
    }
}
