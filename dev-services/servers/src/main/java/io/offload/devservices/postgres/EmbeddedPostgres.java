package io.offload.devservices.postgres;

import io.offload.devservices.LocalPort;
import io.offload.devservices.process.Ending;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One Postgres 17 server as a process of its own, with its cluster in a folder and reachable on 127.0.0.1 only.
 *
 * <p>fsync, synchronous_commit and full_page_writes are on: what it has committed survives a crash. {@link #pid()} is the postmaster:
 * killing it takes down Postgres and nothing else. A file {@code data/local.conf} in the folder overrides settings.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The database that is made with the cluster; its owner is {@link #USER}. */
    public static final String DATABASE = "offload";
    /** A role that may log in and create databases but is no superuser. */
    public static final String USER = "offload";
    public static final String PASSWORD = "offload";

    /** How long a start may take: after a kill it replays its log. */
    public static final Duration START_PATIENCE = Duration.ofMinutes(2);
    /** How long a stop may take (it writes a checkpoint) before the process is killed. */
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private static final Duration ORPHANS_PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    private final Path log;
    private final Consumer<Process> spawned;
    private final PostgresCluster cluster;
    private Process process;
    private int port;

    private EmbeddedPostgres(Path folder, Path log, Consumer<Process> spawned) throws IOException {
        this.log = log;
        this.spawned = spawned;
        this.cluster = new PostgresCluster(folder);
    }

    /**
     * Starts Postgres on {@code folder}, which is made if it is missing, and returns once it accepts connections. It is stopped when
     * this JVM ends, unless this JVM is killed.
     *
     * @param port 0 for the port it had before in this folder or a free one
     * @throws IOException when it cannot start, or when a server runs on this folder; the message ends with what Postgres printed last
     */
    public static EmbeddedPostgres start(Path folder, int port) throws IOException {
        Path real = Files.createDirectories(folder).toRealPath();
        EmbeddedPostgres postgres = start(real, port, real.resolve("postgres.log"), started -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop, "stop-postgres"));
        return postgres;
    }

    /**
     * As {@link #start(Path, int)}, with its output in {@code log}, and left running when this JVM ends.
     *
     * @param spawned told of the process before it is ready
     */
    public static EmbeddedPostgres start(Path folder, int port, Path log, Consumer<Process> spawned) throws IOException {
        Path real = Files.createDirectories(folder).toRealPath();
        EmbeddedPostgres postgres = new EmbeddedPostgres(real, log, spawned);
        int chosen = port > 0 ? port : LocalPort.remembered(real.resolve("port"));
        LocalPort.remember(real.resolve("port"), chosen);
        postgres.launch(chosen);
        return postgres;
    }

    /** {@code postgresql://127.0.0.1:<port>/offload}, as the setting {@code OFFLOAD_POSTGRES_URL} takes it. */
    public String url() {
        return url(DATABASE);
    }

    /** As {@link #url()}, for another database of this server. */
    public String url(String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/offload}. */
    public String jdbcUrl() {
        return "jdbc:" + url();
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    public int port() {
        return port;
    }

    /** The postmaster's. */
    public long pid() {
        return process.pid();
    }

    /** The postmaster, to watch it end. */
    public Process process() {
        return process;
    }

    /** Ends it with a fast shutdown: open transactions are rolled back, a checkpoint is written. Does nothing when it has ended. */
    public void stop() {
        if (process != null && process.isAlive()) {
            Ending.interrupt(process.toHandle(), STOP_PATIENCE);
        }
    }

    /** Ends it as a crash would (SIGKILL to the postmaster; its children notice and leave). */
    public void kill() {
        Ending.kill(process.toHandle());
    }

    /** Starts it again on the same port and data; it must have ended. */
    public void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException("Postgres still runs as process " + process.pid() + ": stop or kill it first");
        }
        launch(port);
    }

    @Override
    public void close() {
        stop();
    }

    private void launch(int chosenPort) throws IOException {
        cluster.prepare();
        OptionalLong other = cluster.running();
        if (other.isPresent()) {
            throw new IOException("Postgres already runs on " + cluster.data() + " as process " + other.getAsLong());
        }
        port = chosenPort;
        long end = System.nanoTime() + ORPHANS_PATIENCE.toNanos();
        boolean up = false;
        while (!up) {
            long before = Files.exists(log) ? Files.size(log) : 0;
            process = new Program(cluster.serve(port), KeptMemory.environment(System.getenv()), cluster.data(), log).start();
            spawned.accept(process);
            up = awaitReady();
            if (!up && !(outputSince(before).contains("shared memory block") && System.nanoTime() < end)) {
                throw new IOException("Postgres ended with exit code " + process.exitValue() + " while it started on " + cluster.data()
                        + "; its last output (all of it is in " + log + "):\n" + Program.tail(log, 15));
            }
        }
    }

    /** What this start printed; children of a killed postmaster hold its shared memory for a moment, and Postgres then says so. */
    private String outputSince(long position) throws IOException {
        byte[] all = Files.readAllBytes(log);
        return position > all.length ? "" : new String(all, (int) position, (int) (all.length - position), StandardCharsets.UTF_8);
    }

    private boolean awaitReady() throws IOException {
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                if (cluster.ready(process.pid())) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new IOException("interrupted while Postgres started on " + cluster.data(), e);
        }
        stop();
        throw new IOException("Postgres did not accept connections within " + START_PATIENCE.toSeconds() + " s; see " + log);
    }
}
