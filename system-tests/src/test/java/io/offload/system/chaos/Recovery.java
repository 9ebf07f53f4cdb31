package io.offload.system.chaos;

import io.offload.system.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recovery times: one line each in {@code target/recovery.jsonl}, and a table of this JVM's in {@code target/recovery.md}, the source of the figures in
 * {@code docs/guarantees.md}.
 */
final class Recovery {
    private static final Path FILE = Path.of("target", "recovery.jsonl");
    private static final Map<String, List<Long>> SAMPLES = new TreeMap<>();

    private Recovery() {}

    /** Whether everything is run, at its full length, as {@code ./offload chaos} does. */
    static boolean full() {
        return Boolean.getBoolean("chaos.all");
    }

    /** How often a measured scenario is repeated: {@code -Dchaos.repeat}, else 5 times with {@code -Dchaos.all=true}, else once. */
    static int repetitions() {
        return Integer.getInteger("chaos.repeat", full() ? 5 : 1);
    }

    /** Outages of a few seconds, as often as is measured; a minute first when everything is run. */
    static List<Duration> outages() {
        List<Duration> outages = new ArrayList<>(Collections.nCopies(repetitions(), Duration.ofSeconds(8)));
        if (full()) {
            outages.addFirst(Duration.ofSeconds(60));
        }
        return outages;
    }

    static synchronized void note(String scenario, Duration took) {
        SAMPLES.computeIfAbsent(scenario, ignored -> new ArrayList<>()).add(took.toMillis());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("scenario", scenario);
        line.put("millis", took.toMillis());
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, Reply.jsonOf(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void noteSince(String scenario, long startNanos) {
        note(scenario, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    /** Empty when nothing was measured. */
    static synchronized String table() {
        if (SAMPLES.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("| scenario | samples | median | p99 | worst |\n|---|---|---|---|---|\n");
        SAMPLES.forEach((scenario, millis) -> {
            List<Long> sorted = millis.stream().sorted().toList();
            table.append("| %s | %d | %s | %s | %s |%n".formatted(scenario, sorted.size(), text(at(sorted, 0.5)),
                    sorted.size() < 100 ? "" : text(at(sorted, 0.99)), text(sorted.getLast())));
        });
        return table.toString();
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }

    private static String text(long millis) {
        return millis < 1000 ? millis + " ms" : "%.1f s".formatted(millis / 1000.0);
    }
}
