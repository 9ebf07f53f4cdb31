package io.offload.devservices.launcher;

import io.offload.devservices.LocalPort;
import io.offload.devservices.kafka.EmbeddedKafka;
import io.offload.devservices.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Starts the embedded Kafka and Postgres of one system, each on the port it had before, unless the environment names others. */
record Servers(DataFolder folder, Crew crew, StartCaches caches, ExternalServers external) {

    /**
     * Servers on their way. Services can start as soon as Postgres serves: they look for Kafka again until it is there.
     *
     * @param kafka done when it serves
     * @param settings that lead the services to both, when Postgres serves
     */
    record Starting(CompletableFuture<Void> kafka, CompletableFuture<Map<String, String>> settings) {}

    /** Starts what is needed, both at the same time. */
    Starting start() {
        Map<String, String> settings = new LinkedHashMap<>();
        CompletableFuture<Void> kafka = CompletableFuture.completedFuture(null);
        if (external.kafka().isEmpty()) {
            int port = port("kafka");
            settings.put(ExternalServers.KAFKA, "127.0.0.1:" + port);
            kafka = CompletableFuture.runAsync(() -> kafka(port), task -> new Thread(task, "start-kafka").start());
        }
        if (external.postgres().isPresent()) {
            settings.put(ExternalServers.POSTGRES, external.postgres().get());
            return new Starting(kafka, CompletableFuture.completedFuture(settings));
        }
        return new Starting(kafka, CompletableFuture.supplyAsync(() -> {
            EmbeddedPostgres postgres = postgres(port("postgres"));
            settings.put(ExternalServers.POSTGRES, postgres.url());
            settings.put("OFFLOAD_POSTGRES_USER", postgres.user());
            settings.put("OFFLOAD_POSTGRES_PASSWORD", postgres.password());
            return settings;
        }, task -> new Thread(task, "start-postgres").start()));
    }

    private int port(String server) {
        try {
            return LocalPort.remembered(folder.root().resolve(server).resolve("port"));
        } catch (IOException e) {
            throw new LauncherException("could not choose a port for " + server + ": " + e.getMessage(), e);
        }
    }

    private void kafka(int port) {
        List<String> options = new ArrayList<>(List.of(folder.mark()));
        options.addAll(caches.options("kafka", List.of()));
        try {
            EmbeddedKafka.start(folder.kafka(), port, folder.log("kafka"), System.getProperty("java.class.path"), options,
                    process -> crew.join(new Member("kafka", Role.KAFKA, process.pid(), "127.0.0.1", port, folder.mark()), process));
        } catch (IOException e) {
            throw new LauncherException(e.getMessage(), e);
        }
    }

    private EmbeddedPostgres postgres(int port) {
        try {
            String mark = folder.postgres().resolve("data").toString();
            return EmbeddedPostgres.start(
                    folder.postgres(), port, folder.log("postgres"),
                    process -> crew.join(new Member("postgres", Role.POSTGRES, process.pid(), "127.0.0.1", port, mark), process));
        } catch (IOException e) {
            throw new LauncherException(e.getMessage(), e);
        }
    }
}
