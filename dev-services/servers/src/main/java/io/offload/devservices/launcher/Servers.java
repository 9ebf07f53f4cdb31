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
record Servers(DataFolder folder, Crew crew, ExternalServers external) {

    /** Starts what is needed, both at the same time, and returns the settings that lead the services to them. */
    Map<String, String> start() {
        Map<String, String> settings = new LinkedHashMap<>();
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        if (external.kafka().isEmpty()) {
            starts.add(inParallel("start-kafka", () -> {
                EmbeddedKafka kafka = kafka();
                synchronized (settings) {
                    settings.put(ExternalServers.KAFKA, kafka.bootstrapServers());
                }
            }));
        }
        if (external.postgres().isEmpty()) {
            starts.add(inParallel("start-postgres", () -> {
                EmbeddedPostgres postgres = postgres();
                synchronized (settings) {
                    settings.put(ExternalServers.POSTGRES, postgres.url());
                    settings.put("OFFLOAD_POSTGRES_USER", postgres.user());
                    settings.put("OFFLOAD_POSTGRES_PASSWORD", postgres.password());
                }
            }));
        }
        external.postgres().ifPresent(url -> {
            synchronized (settings) {
                settings.put(ExternalServers.POSTGRES, url);
            }
        });
        Launcher.awaitAll(starts);
        return settings;
    }

    private EmbeddedKafka kafka() {
        try {
            int port = LocalPort.remembered(folder.kafka().resolve("port"));
            return EmbeddedKafka.start(
                    folder.kafka(), port, folder.log("kafka"), System.getProperty("java.class.path"), List.of(folder.mark()),
                    process -> crew.join(new Member("kafka", Role.KAFKA, process.pid(), "127.0.0.1", port, folder.mark()), process));
        } catch (IOException e) {
            throw new LauncherException(e.getMessage(), e);
        }
    }

    private EmbeddedPostgres postgres() {
        try {
            int port = LocalPort.remembered(folder.postgres().resolve("port"));
            String mark = folder.postgres().resolve("data").toString();
            return EmbeddedPostgres.start(
                    folder.postgres(), port, folder.log("postgres"),
                    process -> crew.join(new Member("postgres", Role.POSTGRES, process.pid(), "127.0.0.1", port, mark), process));
        } catch (IOException e) {
            throw new LauncherException(e.getMessage(), e);
        }
    }

    private static CompletableFuture<Void> inParallel(String name, Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, name).start());
    }
}
