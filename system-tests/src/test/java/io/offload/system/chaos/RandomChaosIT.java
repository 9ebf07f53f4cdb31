package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Faults mixed at random under a steady load, for {@code -Dchaos.minutes}; {@code -Dchaos.seed} repeats the same order of faults and submissions. */
@EnabledIfSystemProperty(named = "chaos.minutes", matches = "[1-9]\\d*", disabledReason = "part of ./offload chaos")
class RandomChaosIT {
    private static final int PER_SECOND = 40;
    private static final Path REPORT = Path.of("target", "random-chaos.txt");
    private final Duration length = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 5));
    private final long seed = Long.getLong("chaos.seed", System.currentTimeMillis());

    @Test
    void nothingAcceptedIsLostUnderFaultsOfEveryKind() throws IOException {
        try (OffloadSystem system = OffloadSystem.builder("random-chaos").apis(2).trialWorkers(3).start()) {
            Oracle oracle = new Oracle(system);
            Faults faults = new Faults(system, seed);
            Supplier<Report> check = oracle::report;
            try {
                mix(system, oracle, faults);
                long began = System.nanoTime();
                Report report = oracle.report();
                check = () -> report;
                System.out.printf("checked in %d ms%n", Duration.ofNanos(System.nanoTime() - began).toMillis());
                assertThat(report.broken()).as("rules that are broken").isEmpty();
                assertThat(completedWithoutHook(system)).as("completed runs whose hook was never called").isEmpty();
            } finally {
                tell("seed %d, %d minutes, %d submissions a second; faults: %s%n%s%n".formatted(seed, length.toMinutes(), PER_SECOND, faults.struck(), text(check)));
            }
        }
    }

    private void mix(OffloadSystem system, Oracle oracle, Faults faults) throws IOException {
        try (Load load = new Load(List.of(system.api(0), system.api(1)), oracle, new Mix(seed)).start(PER_SECOND)) {
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end) {
                faults.pass(2_000, 8_000);
                faults.strike();
            }
            load.stop();
            await("acceptance of what was submitted").atMost(Duration.ofMinutes(2)).until(() -> load.open() == 0 && load.cancelling() == 0);
            assertThat(load.keysWithSeveralRuns()).isEmpty();
            assertThat(load.statuses()).isSubsetOf(0, 200, 202, 503);
        }
        oracle.awaitAllEnded(Duration.ofMinutes(2));
        await("every hook").atMost(Duration.ofMinutes(1)).until(() -> system.database().number("SELECT count(*) FROM hook_due") == 0);
    }

    /** A report is wanted most when something went wrong. */
    private static String text(Supplier<Report> report) {
        try {
            return report.get().text();
        } catch (IllegalStateException e) {
            return "no report, Postgres does not answer: " + e.getMessage();
        }
    }

    private static List<String> completedWithoutHook(OffloadSystem system) {
        Set<String> called = system.journal().entries().stream().filter(entry -> entry.event().equals("completed")).map(entry -> entry.run())
                .collect(Collectors.toSet());
        return system.database().rows("SELECT id FROM task_run WHERE task = 'trial-hooks' AND state = 'COMPLETED'").stream()
                .map(row -> row.get("id").toString()).filter(id -> !called.contains(id)).toList();
    }

    private static void tell(String text) throws IOException {
        System.out.print(text);
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, text);
    }
}
