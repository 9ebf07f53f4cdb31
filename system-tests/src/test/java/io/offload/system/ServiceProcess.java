package io.offload.system;

import static org.awaitility.Awaitility.await;

import io.offload.devservices.LocalPort;
import io.offload.devservices.process.Ending;
import io.offload.devservices.process.HugePages;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/** One api-service or worker as a process of its own that tests may kill, freeze and start again on the same port. */
public final class ServiceProcess {
    private static final Duration START_PATIENCE = Duration.ofMinutes(4);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final List<String> JVM = List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final String name;
    private final Path jar;
    private final Path archive;
    private final List<String> options;
    private final Map<String, String> environment;
    private final Path folder;
    private final int port = LocalPort.free();
    private Process process;

    ServiceProcess(String name, String module, Path folder, Map<String, String> environment, List<String> options) {
        this.name = name;
        this.jar = Project.application(module);
        this.folder = folder;
        this.environment = new LinkedHashMap<>(environment);
        this.environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        this.environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        this.options = new ArrayList<>(JVM);
        this.options.addAll(HugePages.options());
        this.archive = archive(module);
        this.options.addAll(List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive));
        this.options.addAll(options);
    }

    /**
     * Where its loaded classes are kept, by the first process of a module that ends in order, and found by all that start later: half of what a
     * start costs. A JVM writes the file's header last and takes no file without one, so that processes need not wait for each other.
     */
    private static Path archive(String module) {
        Path archives = Project.home().resolve("system-tests/target/start-archives");
        try {
            return Files.createDirectories(archives).resolve(Path.of(module).getFileName() + ".jsa");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** A number that it publishes for Prometheus; the sum, when there are several with other labels. */
    public double metric(String metric) {
        double sum = 0;
        for (String line : Http.get(url() + "/q/metrics").expect(200).text().lines().toList()) {
            if (line.startsWith(metric + " ") || line.startsWith(metric + "{")) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    /** The file that takes everything it prints. */
    public Path log() {
        return folder.resolve(name + ".log");
    }

    /** All it has printed. */
    public String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, without waiting. */
    ServiceProcess launch() {
        try {
            process = Program.java(options, "", List.of("-jar", jar.toString()), environment, folder, log()).start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start " + name, e);
        }
    }

    /** Returns when its readiness endpoint says so. */
    ServiceProcess awaitReady() {
        try {
            await("readiness of " + name).atMost(START_PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(name + " ended with exit code " + process.exitValue() + " while it started:\n" + Program.tail(log(), 20));
                }
                return Http.isOk(url() + "/q/health/ready");
            });
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(name + " is not ready after " + START_PATIENCE + "; it printed, and its threads are:\n" + withThreads(), e);
        }
        return this;
    }

    /** The end of what it printed and, where its JVM still answers, what each of its threads does. */
    private String withThreads() {
        Signal.of(process.pid(), "QUIT");
        await("threads of " + name).pollDelay(Duration.ofSeconds(3)).until(() -> true);
        return Program.tail(log(), 600);
    }

    /** Starts it again and waits until it is ready. */
    public ServiceProcess restart() {
        if (isAlive()) {
            throw new IllegalStateException(name + " still runs");
        }
        return launch().awaitReady();
    }

    /** As a crash of the machine would end it: SIGKILL. */
    public void kill() {
        if (isAlive()) {
            Signal.of(process.pid(), "CONT");
            Ending.kill(process.toHandle());
        }
    }

    /** Ends it for good: by SIGKILL, unless it is to leave its archive of loaded classes. */
    void end() {
        if (isAlive() && Files.notExists(archive)) {
            resume();
            terminate();
        } else {
            kill();
        }
    }

    /** SIGTERM, and waits for it to leave. */
    public void terminate() {
        if (isAlive()) {
            Ending.terminate(process.toHandle(), STOP_PATIENCE);
        }
    }

    /** SIGTERM, without waiting. */
    public void requestStop() {
        process.destroy();
    }

    /** SIGSTOP: it lives, and does nothing. Returns when the last of its threads has stopped, which takes a while on a busy machine. */
    public void suspend() {
        Signal.of(process.pid(), "STOP");
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        if (Files.isDirectory(tasks)) {
            await(name + " stands still").atMost(STOP_PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                    .ignoreExceptions().until(() -> standsStill(tasks)); // a thread may end while they are looked at
        }
    }

    private static boolean standsStill(Path tasks) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                String status = Files.readString(thread.resolve("stat"));
                if (status.charAt(status.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        }
    }

    /** SIGCONT: it goes on as if nothing had happened. */
    public void resume() {
        Signal.of(process.pid(), "CONT");
    }
}
