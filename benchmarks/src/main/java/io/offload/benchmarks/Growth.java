package io.offload.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * The rates, and how fast runs are listed and shown, with nearly empty tables and again on the same system when they hold millions of finished
 * runs. Those are made through the API like all others.
 */
final class Growth implements Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int READS = 300;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String description() {
        return "rates and reads with millions of finished runs in the tables, against the same with few";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        Rates rates = new Rates(bench);
        rates.warmUp(false, bench.echo());
        rates.warmUp(true, bench.echo(), bench.options().warmUpSeconds() / 3);
        reads(bench);
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Map<String, Double> few = figures(bench);
        double fewRows = bench.accepted().get();
        long start = System.nanoTime();
        long wanted = bench.options().history() - bench.accepted().get();
        if (wanted > 0) {
            System.out.printf("  filling with %d runs ...%n", wanted);
            bench.bulk(wanted, 8);
            bench.awaitCompleted(LIMIT);
        }
        double fillSeconds = (System.nanoTime() - start) / 1e9;
        double manyRows = bench.accepted().get();
        System.out.printf("  filled in %.0f s%n", fillSeconds);
        Map<String, Double> many = figures(bench);
        bench.checkAllCompletedOnce();
        Result result = new Result().with("runs_few", fewRows).with("runs_many", manyRows).with("fill_runs_per_s", Math.max(0, wanted) / fillSeconds);
        few.forEach((name, value) -> {
            result.with(name + "_few", value).with(name + "_many", many.get(name));
            if (name.endsWith("runs_per_s")) {
                result.with(name.replace("runs_per_s", "ratio"), many.get(name) / value);
            }
        });
        return result;
    }

    @Override
    public int repetitions(Options options) {
        return 1;
    }

    private static Map<String, Double> figures(Bench bench) throws Exception {
        Rates rates = new Rates(bench);
        int times = bench.options().repetitions();
        long runs = bench.options().runs();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("single_runs_per_s", Result.median("runs_per_s", () -> rates.endToEnd(false, runs, bench.echo()), times));
        figures.put("bulk_runs_per_s", Result.median("runs_per_s", () -> rates.endToEnd(true, runs, bench.echo()), times));
        figures.put("drain_runs_per_s", Result.median("runs_per_s", () -> rates.drain(runs), times));
        figures.putAll(reads(bench));
        return figures;
    }

    /** One request at a time: lists of several kinds, and the views of runs from everywhere in the table. */
    private static Map<String, Double> reads(Bench bench) throws Exception {
        List<String> ids = bench.system().list("SELECT id FROM task_run TABLESAMPLE system(1) LIMIT " + READS);
        if (ids.isEmpty()) {
            ids = bench.system().list("SELECT id FROM task_run LIMIT " + READS);
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        List<String> sample = ids;
        figures.putAll(read(bench, "list", i -> "/api/v1/runs?limit=50"));
        figures.putAll(read(bench, "list_task", i -> "/api/v1/runs?limit=50&task=echo"));
        figures.putAll(read(bench, "list_failed", i -> "/api/v1/runs?limit=50&state=FAILED"));
        figures.putAll(read(bench, "run", i -> "/api/v1/runs/" + sample.get(i % sample.size())));
        figures.putAll(read(bench, "history", i -> "/api/v1/runs/" + sample.get(i % sample.size()) + "/history"));
        figures.putAll(read(bench, "list_page", i -> "/ui/runs"));
        figures.putAll(read(bench, "run_page", i -> "/ui/runs/" + sample.get(i % sample.size())));
        return figures;
    }

    private static Map<String, Double> read(Bench bench, String name, IntFunction<String> path) throws Exception {
        Histogram micros = new Reader(bench.system().port()).read(READS, path);
        return Map.of(name + "_p50_ms", micros.getValueAtPercentile(50) / 1000.0, name + "_p99_ms", micros.getValueAtPercentile(99) / 1000.0);
    }
}
