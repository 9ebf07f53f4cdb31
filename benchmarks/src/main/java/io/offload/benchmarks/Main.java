package io.offload.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./offload bench [scenario ...] [--reps N] [--runs N] [--connections N] [--payload BYTES] [--workers N] [--json FILE]}. */
public final class Main {
    private Main() {}

    private static List<Scenario> all(Options options) {
        return List.of(new SubmitOnly(), new Throughput(false), new Throughput(true), new Drain("drain", options.runs()), new Drain("backlog", 1_000_000),
                new Latency(50), new Latency(500), new Latency(2000), new Pages(1_000_000));
    }

    private static final List<String> USUAL = List.of("submit", "single", "bulk", "drain", "latency-50", "latency-500", "latency-2000");

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        List<String> wanted = options.scenarios().isEmpty() ? USUAL : options.scenarios();
        List<String> known = all(options).stream().map(Scenario::name).toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                System.err.println("there is no scenario " + name + "; there are " + known);
                System.exit(2);
            }
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Map<String, Object> report = new LinkedHashMap<>();
        for (Scenario scenario : all(options)) {
            if (wanted.contains(scenario.name())) {
                try {
                    report.put(scenario.name(), run(scenario, vertx, options, report));
                } catch (Exception e) {
                    System.err.println(scenario.name() + " failed: " + e);
                    e.printStackTrace();
                    System.exit(1);
                }
            }
        }
        if (options.json() != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(Path.of(options.json()).toFile(), report);
            System.out.println("written to " + options.json());
        }
        vertx.close();
    }

    private static Map<String, Object> run(Scenario scenario, Vertx vertx, Options options, Map<String, Object> report) throws Exception {
        try (SystemUnderTest system = SystemUnderTest.start(options.workers())) {
            Bench bench = new Bench(vertx, system, options);
            if (report.isEmpty()) {
                String machine = "%d cores, %s, Java %s, Postgres %s, fsync=%s, synchronous_commit=%s, full_page_writes=%s".formatted(
                        Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"), Runtime.version(), system.query("SHOW server_version"),
                        system.query("SHOW fsync"), system.query("SHOW synchronous_commit"), system.query("SHOW full_page_writes"));
                report.put("machine", machine);
                System.out.println(machine);
            }
            System.out.printf(Locale.ROOT, "%n%s: %s%n", scenario.name(), scenario.description());
            scenario.prepare(bench);
            List<Map<String, Double>> repetitions = new ArrayList<>();
            for (int i = 0; i < options.repetitions(); i++) {
                repetitions.add(scenario.measure(bench).figures());
            }
            Map<String, Object> medians = new LinkedHashMap<>();
            for (String figure : repetitions.get(0).keySet()) {
                double[] values = repetitions.stream().mapToDouble(one -> one.get(figure)).sorted().toArray();
                double median = values[values.length / 2];
                medians.put(figure, median);
                System.out.printf(Locale.ROOT, "  %-28s %12.2f   (%s)%n", figure, median,
                        String.join(" ", Arrays.stream(values).mapToObj(value -> "%.2f".formatted(value)).toList()));
            }
            return Map.of("median", medians, "repetitions", repetitions);
        }
    }
}
