package io.offload.system.chaos;

import io.offload.system.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recovery times, one line each in {@code target/recovery.jsonl}: the source of the figures in {@code docs/guarantees.md}. */
final class Recovery {
    private static final Path FILE = Path.of("target", "recovery.jsonl");

    private Recovery() {}

    /** How often a measured scenario is repeated: 5 times with {@code -Dchaos.all=true}, else once. */
    static int repetitions() {
        return Boolean.getBoolean("chaos.all") ? 5 : 1;
    }

    static void note(String scenario, Duration took) {
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
}
