package io.offload.devservices.kafka;

import io.offload.devservices.process.Ending;
import io.offload.devservices.process.HugePages;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One Kafka node in a JVM of its own, with its data in a folder and reachable on 127.0.0.1 only.
 *
 * <p>Topics are never created by use; replication factors are 1. As Kafka does by default, it does not fsync every record: commands
 * that a crash of the machine takes are sent again from Postgres.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** How long a start may take: a log of some gigabytes is checked after a kill. */
    public static final Duration START_PATIENCE = Duration.ofMinutes(2);
    /** How long a stop may take before the process is killed. */
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    static final String READY_FILE = "ready";
    static final String PORT_FILE = "port";
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final Path log;
    private final String classPath;
    private final List<String> further;
    private final Consumer<Process> spawned;
    private Process process;
    private int port;

    private EmbeddedKafka(Path folder, Path log, String classPath, List<String> further, Consumer<Process> spawned) {
        this.folder = folder;
        this.log = log;
        this.classPath = classPath;
        this.further = further;
        this.spawned = spawned;
    }

    /**
     * Starts Kafka on {@code folder}, which is made if it is missing, and returns once clients are served.
     * It is stopped when this JVM ends, unless this JVM is killed.
     *
     * @param port 0 for the port it had before in this folder or a free one
     * @throws IOException when it cannot start; the message ends with what Kafka printed last
     */
    public static EmbeddedKafka start(Path folder, int port) throws IOException {
        Path real = Files.createDirectories(folder).toRealPath();
        EmbeddedKafka kafka =
                start(real, port, real.resolve("kafka.log"), System.getProperty("java.class.path"), List.of(), started -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::stop, "stop-kafka"));
        return kafka;
    }

    /**
     * As {@link #start(Path, int)}, with its output in {@code log}, and left running when this JVM ends.
     *
     * @param classPath where Kafka and this module are found
     * @param further JVM options in addition to its own
     * @param spawned told of the process before it is ready
     */
    public static EmbeddedKafka start(
            Path folder, int port, Path log, String classPath, List<String> further, Consumer<Process> spawned) throws IOException {
        EmbeddedKafka kafka = new EmbeddedKafka(Files.createDirectories(folder).toRealPath(), log, classPath, further, spawned);
        kafka.launch(port);
        return kafka;
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** The process, to watch it end. */
    public Process process() {
        return process;
    }

    /** Ends it in order; its data stays. Does nothing when it has ended. */
    public void stop() {
        if (process != null && process.isAlive()) {
            Ending.terminate(process.toHandle(), STOP_PATIENCE);
        }
    }

    /** Ends it as a crash would (SIGKILL). */
    public void kill() {
        Ending.kill(process.toHandle());
    }

    /** Starts it again on the same port and whatever the folder holds now; it must have ended. */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("Kafka still runs as process " + process.pid() + ": stop or kill it first");
        }
        Files.createDirectories(folder);
        launch(port);
    }

    @Override
    public void close() {
        stop();
    }

    private void launch(int wantedPort) throws IOException {
        Path ready = folder.resolve(READY_FILE);
        Files.deleteIfExists(ready);
        List<String> options = new ArrayList<>(further);
        options.addAll(List.of("-Xmx512m", "-Xms128m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        options.addAll(HugePages.options());
        process = Program.java(
                        options,
                        classPath,
                        List.of(KafkaMain.class.getName(), folder.toString(), Integer.toString(wantedPort)),
                        Map.of(),
                        folder,
                        log)
                .start();
        spawned.accept(process);
        try {
            port = awaitReady(ready);
        } catch (IOException | RuntimeException e) {
            Ending.kill(process.toHandle());
            throw e;
        }
    }

    private int awaitReady(Path ready) throws IOException {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                String[] pidAndPort = Files.readString(ready).trim().split(" ");
                if (Long.parseLong(pidAndPort[0]) == process.pid()) {
                    return Integer.parseInt(pidAndPort[1]);
                }
            } catch (NoSuchFileException notYet) {
                // the node writes it when it serves clients
            }
            try {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("Kafka ended with exit code " + process.exitValue() + " while it started on " + folder
                            + "; its last output (all of it is in " + log + "):\n" + Program.tail(log, 15));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while Kafka started on " + folder, e);
            }
        }
        throw new IOException("Kafka did not serve clients within " + START_PATIENCE.toSeconds() + " s on " + folder + "; see " + log);
    }
}
