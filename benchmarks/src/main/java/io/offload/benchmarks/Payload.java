package io.offload.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** What 1 kB of input and 1 kB of result cost, against a no-op run on the same system. */
final class Payload implements Scenario {
    private static final int BYTES = 1000;

    @Override
    public String name() {
        return "payload";
    }

    @Override
    public String description() {
        return "end to end with " + BYTES + " bytes of input and of result, against no-op runs";
    }

    private static int bytes(Bench bench) {
        return bench.options().payloadBytes() == 0 ? BYTES : bench.options().payloadBytes();
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        Rates rates = new Rates(bench);
        for (boolean bulk : new boolean[] {false, true}) {
            rates.warmUp(bulk, Bench.echo(0), bench.options().warmUpSeconds() / 3);
            rates.warmUp(bulk, Bench.echo(bytes(bench)), bench.options().warmUpSeconds() / 3);
        }
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Rates rates = new Rates(bench);
        Result result = new Result();
        for (boolean bulk : new boolean[] {false, true}) {
            String way = bulk ? "bulk" : "single";
            double noOp = rates.endToEnd(bulk, bench.options().runs(), Bench.echo(0)).figures().get("runs_per_s");
            Map<String, Double> figures = rates.endToEnd(bulk, bench.options().runs(), Bench.echo(bytes(bench))).figures();
            result.with(way + "_no_op_runs_per_s", noOp).with(way + "_ratio", figures.get("runs_per_s") / noOp).with(prefixed(way, figures));
        }
        return result;
    }

    private static Map<String, Double> prefixed(String way, Map<String, Double> figures) {
        Map<String, Double> all = new LinkedHashMap<>();
        figures.forEach((name, value) -> all.put(way + "_" + name, value));
        return all;
    }
}
