package io.offload.devservices.launcher;

import io.offload.devservices.LocalPort;
import io.offload.devservices.process.Ending;
import io.offload.devservices.process.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Runs the API and a worker in Quarkus dev mode on one embedded Kafka and Postgres, which the dev services extension starts. Dev mode
 * looks for changed sources when a request comes; nobody sends a worker any, so this does.
 */
final class DevMode {
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 1_000;
    private static final int HTTP_MILLIS = 30_000;

    private final Path home;
    private final Path data;
    private final int port;
    private final Console console;
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    /**
     * @param home the folder of the project
     * @param data where Kafka and Postgres keep their data
     * @param port the API's
     */
    DevMode(Path home, Path data, int port, Console console) {
        this.home = home;
        this.data = data;
        this.port = port;
        this.console = console;
    }

    /** Returns when one of the two ends; a Ctrl-C ends both. */
    void run() throws IOException, InterruptedException {
        if (!LocalPort.isFree("127.0.0.1", port)) {
            throw new LauncherException(PortOwner.refusal("127.0.0.1", port));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        console.line("Starting the API and a worker in dev mode, data in " + data + " ...");
        Process api = start("api-service", "api", port);
        awaitReady("api", api, port); // one after the other: both builds write into the folders of the modules they share
        int workerPort = LocalPort.free();
        Process worker = start("task-worker", "worker", workerPort);
        awaitReady("worker", worker, workerPort);
        console.line("");
        console.line("Both are in dev mode with live reload. The API and its Dev UI: http://127.0.0.1:" + port + " and /q/dev-ui;"
                + " the worker's Dev UI: http://127.0.0.1:" + workerPort + "/q/dev-ui. Ctrl-C stops both.");
        while (!api.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) && worker.isAlive()) {
            status("live", workerPort);
        }
        if (stopping) {
            return;
        }
        throw new LauncherException((api.isAlive() ? "the worker" : "the API") + " has ended; the other one is stopped");
    }

    private Process start(String module, String name, int httpPort) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("mvnw").toString(), "-B", "-q", "-ntp", "-pl", module, "-am", "compile", "quarkus:dev"));
        String repository = System.getProperty("offload.maven.repository");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.add("-Dquarkus.http.port=" + httpPort);
        command.add("-Doffload.dev-services.folder=" + data);
        command.add("-Dquarkus.analytics.disabled=true");
        command.add("-Dquarkus.test.continuous-testing=disabled");
        Process process = new Program(command, Map.of(), home, data.resolve(name + ".log")).startPiped();
        processes.add(process);
        Thread.ofPlatform().daemon().name("output-" + name).start(() -> copy(process, name));
        return process;
    }

    private void copy(Process process, String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    console.line(String.format("%-6s | %s", name, line));
                }
            }
        } catch (IOException ended) {
            // the process has closed its output; whoever waits for it says why
        }
    }

    private void awaitReady(String name, Process process, int httpPort) throws InterruptedException {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        while (status("ready", httpPort) != HttpURLConnection.HTTP_OK) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new LauncherException("the " + name + " ended with exit code " + process.exitValue() + " while it started; see above");
            }
            if (System.nanoTime() > end) {
                throw new LauncherException("the " + name + " was not ready within " + START_PATIENCE.toMinutes() + " minutes; see above");
            }
        }
    }

    /** The answer of a health endpoint; 0 when there is none. */
    private static int status(String kind, int httpPort) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + httpPort + "/q/health/" + kind).toURL().openConnection();
            connection.setConnectTimeout(HTTP_MILLIS);
            connection.setReadTimeout(HTTP_MILLIS);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException unreachable) {
            return 0;
        }
    }

    private void stop() {
        stopping = true;
        for (Process process : processes.reversed()) {
            List<ProcessHandle> children = process.descendants().toList();
            Ending.terminate(process.toHandle(), STOP_PATIENCE);
            children.stream().filter(ProcessHandle::isAlive).forEach(child -> Ending.terminate(child, STOP_PATIENCE));
        }
    }
}
