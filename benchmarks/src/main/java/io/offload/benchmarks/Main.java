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
import java.util.concurrent.atomic.AtomicLong;

/** {@code ./offload bench [scenario ...] [option ...]}; {@link Options} lists the options, docs/performance.md the scenarios. */
public final class Main {
    private static final List<String> USUAL = List.of("submit", "single", "bulk", "drain", "latency-50", "latency-500", "latency-2000");

    private final Vertx vertx;
    private final Options options;
    private final Map<String, Object> report = new LinkedHashMap<>();

    private Main(Vertx vertx, Options options) {
        this.vertx = vertx;
        this.options = options;
    }

    private static List<Scenario> all() {
        return List.of(new SubmitOnly(), new Throughput(false), new Throughput(true), new Drain(), new Backlog(), new Latency(50), new Latency(500),
                new Latency(2000), new Payload(), new Memory(), new Idle(), new Waiters(), new Growth(),
                new Pages(1_000_000), new Startup());
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.println(help());
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
            checkNames(options.scenarios());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        List<String> wanted = options.scenarios().isEmpty() ? USUAL : options.scenarios();
        int code = 0;
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Main main = new Main(vertx, options);
        try {
            main.run(all().stream().filter(scenario -> wanted.contains(scenario.name())).toList());
        } catch (Exception e) {
            e.printStackTrace();
            code = 1;
        }
        if (options.json() != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(Path.of(options.json()).toFile(), main.report);
            System.out.println("written to " + options.json());
        }
        System.exit(code);
    }

    private static void checkNames(List<String> wanted) {
        List<String> known = all().stream().map(Scenario::name).toList();
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("there is no scenario " + name + "; there are " + String.join(", ", known));
            }
        }
    }

    private static String help() {
        StringBuilder help = new StringBuilder("./offload bench [scenario ...] [option ...]\n\n");
        for (Scenario scenario : all()) {
            help.append(String.format(Locale.ROOT, "  %-14s %s%n", scenario.name(), scenario.description()));
        }
        return help.append("\nWithout a name: ").append(String.join(", ", USUAL)).append(".\n\n").append(Options.HELP).toString();
    }

    private void run(List<Scenario> scenarios) throws Exception {
        SystemUnderTest.recordStartCaches();
        if (options.oneSystem()) {
            try (SystemUnderTest system = SystemUnderTest.start(options.workers())) {
                Bench bench = new Bench(vertx, system, options, new AtomicLong());
                for (Scenario scenario : scenarios) {
                    run(scenario, bench);
                }
            }
            return;
        }
        for (Scenario scenario : scenarios) {
            try (SystemUnderTest system = SystemUnderTest.start(options.workers())) {
                run(scenario, new Bench(vertx, system, options, new AtomicLong()));
            }
        }
    }

    private void run(Scenario scenario, Bench bench) throws Exception {
        if (report.isEmpty()) {
            String machine = machine(bench.system());
            report.put("machine", machine);
            System.out.println(machine);
        }
        System.out.printf(Locale.ROOT, "%n%s: %s%n", scenario.name(), scenario.description());
        List<Map<String, Double>> repetitions = new ArrayList<>();
        try {
            scenario.prepare(bench);
            for (int i = 0; i < scenario.repetitions(options); i++) {
                repetitions.add(scenario.measure(bench).figures());
            }
            scenario.finish(bench);
        } catch (Exception e) {
            throw new IllegalStateException("scenario " + scenario.name() + " failed: " + e.getMessage(), e);
        }
        Map<String, Object> medians = new LinkedHashMap<>();
        for (String figure : repetitions.getFirst().keySet()) {
            double[] values = repetitions.stream().mapToDouble(one -> one.get(figure)).sorted().toArray();
            double median = Result.median(values);
            medians.put(figure, median);
            System.out.printf(Locale.ROOT, "  %-34s %14.2f   (%s)%n", figure, median,
                    String.join(" ", Arrays.stream(values).mapToObj(value -> String.format(Locale.ROOT, "%.2f", value)).toList()));
        }
        report.put(scenario.name(), Map.of("median", medians, "repetitions", repetitions));
    }

    private static String machine(SystemUnderTest system) throws Exception {
        return String.format(Locale.ROOT, "%d cores, %s, Java %s, api -Xmx%.0fm, Postgres %s, fsync=%s, synchronous_commit=%s, full_page_writes=%s",
                Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"), Runtime.version(), system.maxHeapMiB("api"),
                system.query("SHOW server_version"), system.query("SHOW fsync"), system.query("SHOW synchronous_commit"), system.query("SHOW full_page_writes"));
    }
}
