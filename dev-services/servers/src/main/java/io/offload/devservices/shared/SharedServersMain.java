package io.offload.devservices.shared;

import io.offload.devservices.kafka.EmbeddedKafka;
import io.offload.devservices.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs Kafka and Postgres for as long as a registered user lives: {@code SharedServersMain <folder> keep|discard}. With
 * {@code discard} the folder is deleted in the end.
 */
public final class SharedServersMain {
    static final String KEEP = "keep";
    static final String DISCARD = "discard";

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** A live reload leaves and comes back; it must find the servers still there. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private SharedServersMain() {}

    public static void main(String[] arguments) throws Exception {
        SharedFolder folder = new SharedFolder(Path.of(arguments[0]));
        boolean discard = arguments[1].equals(DISCARD);
        try (FileChannel serving = folder.lockedForServing()) {
            folder.withdraw();
            CompletableFuture<EmbeddedKafka> kafkaStart = CompletableFuture.supplyAsync(() -> kafka(folder));
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.root().resolve("postgres"), 0);
                    EmbeddedKafka kafka = kafkaStart.join()) {
                folder.publish(ProcessHandle.current().pid(), Map.of(
                        SharedServers.KAFKA_BOOTSTRAP_SERVERS, kafka.bootstrapServers(),
                        SharedServers.POSTGRES_URL, postgres.url(),
                        SharedServers.POSTGRES_USER, postgres.user(),
                        SharedServers.POSTGRES_PASSWORD, postgres.password()));
                serve(folder, discard ? Duration.ZERO : GRACE, kafka, postgres);
            } finally {
                folder.withdraw();
            }
        }
        if (discard) {
            delete(folder.root());
        }
    }

    private static void serve(SharedFolder folder, Duration grace, EmbeddedKafka kafka, EmbeddedPostgres postgres) throws IOException {
        long unusedSince = 0;
        while (kafka.process().isAlive() && postgres.process().isAlive()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            long now = System.nanoTime();
            if (folder.used()) {
                unusedSince = 0;
            } else if (unusedSince == 0) {
                unusedSince = now;
            }
            if (unusedSince != 0 && now - unusedSince >= grace.toNanos() && withdrawnUnused(folder)) {
                return;
            }
        }
        System.out.println("Kafka or Postgres has died; the other one is stopped too");
    }

    /** Whoever comes after this finds no ready file and starts servers of its own, which wait for the lock of these. */
    private static boolean withdrawnUnused(SharedFolder folder) throws IOException {
        try (FileChannel attaching = folder.lockedForAttaching()) {
            if (folder.used()) {
                return false;
            }
            folder.withdraw();
            return true;
        }
    }

    private static EmbeddedKafka kafka(SharedFolder folder) {
        try {
            return EmbeddedKafka.start(folder.root().resolve("kafka"), 0);
        } catch (IOException e) {
            throw new IllegalStateException("could not start Kafka", e);
        }
    }

    private static void delete(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
