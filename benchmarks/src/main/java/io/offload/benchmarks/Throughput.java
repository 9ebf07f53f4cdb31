package io.offload.benchmarks;

/** Posting as fast as answers come, single posts or batches, until the last run has completed. */
final class Throughput implements Scenario {
    private final boolean bulk;

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

    @Override
    public void prepare(Bench bench) throws Exception {
        new Rates(bench).warmUp(bulk, bench.echo());
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        return new Rates(bench).endToEnd(bulk, bench.options().runs(), bench.echo());
    }
}
