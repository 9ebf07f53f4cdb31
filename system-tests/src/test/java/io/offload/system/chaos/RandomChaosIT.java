package io.offload.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.OffloadSystem;
import io.offload.system.Oracle;
import io.offload.system.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Faults mixed at random under a steady load, for {@code -Dchaos.minutes}; {@code -Dchaos.seed} repeats the same order of faults. */
@EnabledIfSystemProperty(named = "chaos.minutes", matches = "[1-9]\\d*", disabledReason = "part of ./offload chaos")
class RandomChaosIT {
    private static final int PER_SECOND = 40;
    private final Duration length = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 5));
    private final long seed = Long.getLong("chaos.seed", System.currentTimeMillis());
    private final Random random = new Random(seed);

    @Test
    void nothingAcceptedIsLostUnderFaultsOfEveryKind() throws IOException {
        try (OffloadSystem system = OffloadSystem.builder("random-chaos").apis(2).trialWorkers(3).start()) {
            Oracle oracle = new Oracle(system);
            int faults = 0;
            try (Load load = new Load(List.of(system.api(0), system.api(1)), oracle, "trial-sleep", "{\"duration\":\"PT0.2S\"}").start(PER_SECOND)) {
                long end = System.nanoTime() + length.toNanos();
                while (System.nanoTime() < end) {
                    pass(2_000, 8_000);
                    strike(system);
                    faults++;
                }
                load.stop();
                await().atMost(Duration.ofMinutes(2)).until(() -> load.open() == 0);
                assertThat(load.keysWithSeveralRuns()).isEmpty();
                assertThat(load.statuses()).isSubsetOf(0, 200, 202, 503);
            }
            oracle.awaitAllEnded(Duration.ofMinutes(2));
            System.out.printf("seed %d, %s, %d faults: %d accepted, %s, %d executed more than once (each by an attempt of its own)%n",
                    seed, length, faults, oracle.accepted().size(), oracle.states(), oracle.executedAgain());
            assertThat(oracle.states().keySet()).isSubsetOf("COMPLETED", "CRASHED");
            oracle.check();
        }
    }

    /** Breaks one thing and mends it again. */
    private void strike(OffloadSystem system) throws IOException {
        ServiceProcess worker = system.trialWorkers().get(random.nextInt(system.trialWorkers().size()));
        ServiceProcess api = system.apis().get(random.nextInt(system.apis().size()));
        switch (random.nextInt(8)) {
            case 0 -> {
                worker.kill();
                pass(0, 15_000);
                worker.restart();
            }
            case 1 -> {
                worker.suspend();
                pass(1_000, 20_000);
                worker.resume();
            }
            case 2 -> {
                worker.terminate();
                worker.restart();
            }
            case 3 -> {
                api.kill();
                pass(0, 5_000);
                api.restart();
            }
            case 4 -> {
                system.kafka().kill();
                pass(1_000, 15_000);
                system.kafka().restart();
            }
            case 5 -> {
                system.postgres().kill();
                pass(1_000, 15_000);
                system.postgres().restart();
            }
            case 6 -> system.database().rows(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user");
            default -> {
                worker.kill();
                system.postgres().kill();
                pass(1_000, 5_000);
                system.postgres().restart();
                worker.restart();
            }
        }
    }

    private void pass(int leastMillis, int mostMillis) {
        long end = System.nanoTime() + Duration.ofMillis(leastMillis + random.nextInt(mostMillis - leastMillis)).toNanos();
        await().atMost(Duration.ofMillis(mostMillis).plusSeconds(10)).pollInterval(Duration.ofMillis(50)).until(() -> System.nanoTime() > end);
    }
}
