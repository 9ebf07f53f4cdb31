package io.offload.devservices.launcher;

import io.offload.devservices.LocalPort;
import io.offload.devservices.process.HugePages;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the api-service and the workers as they are shipped: the same jars and settings as anywhere else.
 *
 * @param home the folder of the project, in which they work, so that its {@code .env} counts
 * @param app the folder that holds {@code api-service/target/quarkus-app} and {@code task-worker/target/quarkus-app}
 * @param caches what their JVMs read at their start
 * @param servers the settings that tell the services where Kafka and Postgres are
 */
record Services(Path home, Path app, DataFolder folder, Crew crew, StartCaches caches, Map<String, String> servers) {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 20;
    private static final List<String> DEFAULT_OPTIONS = List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC");

    /** Returns when its readiness endpoint says so. */
    Member api(String host, int port) {
        return start("api", Role.API, "api-service", host, port, "OFFLOAD_API_JAVA_OPTS", Map.of());
    }

    /** As {@link #api}; a worker listens on a free port of 127.0.0.1, for health and metrics only. */
    Member worker(int number) {
        String name = "worker-" + number;
        return start(name, Role.WORKER, "task-worker", "127.0.0.1", LocalPort.free(), "OFFLOAD_WORKER_JAVA_OPTS",
                Map.of("OFFLOAD_WORKER_NAME", name));
    }

    private Member start(
            String name, Role role, String module, String host, int port, String optionsSetting, Map<String, String> settings) {
        Path jar = app.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new LauncherException(jar + " is missing; build it with ./mvnw package");
        }
        List<String> options = new ArrayList<>(List.of(folder.mark()));
        options.addAll(configured(optionsSetting));
        options.addAll(caches.options(role.label(), options));
        Map<String, String> environment = new LinkedHashMap<>(servers);
        environment.put("QUARKUS_HTTP_HOST", host);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
        try {
            Process process = Program.java(options, "", List.of("-jar", jar.toString()), environment, home, folder.log(name)).start();
            Member member = new Member(name, role, process.pid(), host, port, folder.mark());
            crew.join(member, process);
            awaitReady(member, process);
            return member;
        } catch (IOException e) {
            throw new LauncherException("could not start " + name + ": " + e.getMessage(), e);
        }
    }

    private static List<String> configured(String optionsSetting) {
        String options = System.getenv().getOrDefault(optionsSetting, "").trim();
        if (!options.isEmpty()) {
            return List.of(options.split("\\s+"));
        }
        List<String> usual = new ArrayList<>(DEFAULT_OPTIONS);
        usual.addAll(HugePages.options());
        return usual;
    }

    private void awaitReady(Member member, Process process) {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        Path log = folder.log(member.name());
        try {
            while (!Health.serves(member)) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new LauncherException(member.name() + " ended with exit code " + process.exitValue()
                            + " while it started; its last output (all of it is in " + log + "):\n" + Program.tail(log, 20));
                }
                if (System.nanoTime() > end) {
                    throw new LauncherException(member.name() + " was not ready within " + START_PATIENCE.toSeconds() + " s; its last"
                            + " output (all of it is in " + log + "):\n" + Program.tail(log, 20));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted while " + member.name() + " was starting", e);
        }
    }
}
