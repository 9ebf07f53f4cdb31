package io.offload.system.chaos;

import static org.awaitility.Awaitility.await;

import io.offload.system.OffloadSystem;
import io.offload.system.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Breaks one thing after the other in an order that a seed decides, and mends each again. */
final class Faults {
    private final OffloadSystem system;
    private final Random random;
    private final Map<String, Integer> struck = new TreeMap<>();
    private final List<Map.Entry<String, Fault>> kinds = new ArrayList<>();

    /** One kind of fault, from its beginning to its end. */
    private interface Fault {
        void strike() throws IOException;
    }

    Faults(OffloadSystem system, long seed) {
        this.system = system;
        this.random = new Random(seed);
        kind("worker killed", 3, () -> {
            ServiceProcess worker = worker();
            worker.kill();
            pass(0, 15_000);
            worker.restart();
        });
        kind("worker frozen", 3, () -> {
            ServiceProcess worker = worker();
            worker.suspend();
            pass(1_000, 25_000);
            worker.resume();
        });
        kind("worker stopped", 2, () -> {
            ServiceProcess worker = worker();
            worker.terminate();
            worker.restart();
        });
        kind("all workers killed", 1, () -> {
            system.trialWorkers().forEach(ServiceProcess::kill);
            pass(0, 10_000);
            system.trialWorkers().forEach(ServiceProcess::restart);
        });
        kind("API killed", 2, () -> {
            ServiceProcess api = api();
            api.kill();
            pass(0, 5_000);
            api.restart();
        });
        kind("API frozen", 1, () -> {
            ServiceProcess api = api();
            api.suspend();
            pass(1_000, 15_000);
            api.resume();
        });
        kind("Kafka killed", 2, () -> {
            system.kafka().kill();
            pass(0, 15_000);
            system.kafka().restart();
        });
        kind("Kafka's last records lost", 1, () -> {
            system.kafka().kill();
            KafkaFiles.loseTail(system, "offload.task-runs.trial", random.nextDouble());
            system.kafka().restart();
        });
        kind("Kafka's data deleted", 1, () -> {
            system.kafka().kill();
            KafkaFiles.forget(system);
            system.kafka().restart();
        });
        kind("Postgres killed", 2, () -> {
            system.postgres().kill();
            pass(0, 15_000);
            system.postgres().restart();
        });
        kind("Postgres frozen", 1, () -> {
            system.suspendPostgres();
            pass(1_000, 20_000);
            system.resumePostgres();
        });
        kind("connections cut", 3, () -> DatabaseFaults.cut(system.database()));
        kind("no connection to be had", 2, () -> {
            try (DatabaseFaults.Exhausted ignored = DatabaseFaults.exhaust(system.database())) {
                pass(1_000, 10_000);
            }
        });
        kind("worker and Postgres killed", 1, () -> {
            ServiceProcess worker = worker();
            worker.kill();
            system.postgres().kill();
            pass(1_000, 5_000);
            system.postgres().restart();
            worker.restart();
        });
    }

    /** Breaks something for a while and returns when it is mended. */
    void strike() throws IOException {
        var kind = kinds.get(random.nextInt(kinds.size()));
        struck.merge(kind.getKey(), 1, Integer::sum);
        System.out.printf("%s %s%n", LocalTime.now().truncatedTo(ChronoUnit.MILLIS), kind.getKey());
        kind.getValue().strike();
        System.out.printf("%s mended%n", LocalTime.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Nothing happens for a while. */
    void pass(int leastMillis, int mostMillis) {
        long end = System.nanoTime() + Duration.ofMillis(leastMillis + random.nextInt(mostMillis - leastMillis)).toNanos();
        await().atMost(Duration.ofMillis(mostMillis).plusSeconds(10)).pollInterval(Duration.ofMillis(50)).until(() -> System.nanoTime() > end);
    }

    /** How often each kind struck. */
    Map<String, Integer> struck() {
        return struck;
    }

    private void kind(String name, int weight, Fault fault) {
        for (int i = 0; i < weight; i++) {
            kinds.add(Map.entry(name, fault));
        }
    }

    private ServiceProcess worker() {
        return system.trialWorkers().get(random.nextInt(system.trialWorkers().size()));
    }

    private ServiceProcess api() {
        return system.apis().get(random.nextInt(system.apis().size()));
    }
}
