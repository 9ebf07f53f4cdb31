package io.offload.devservices.shared;

import io.offload.devservices.process.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One user's hold on a pair of Kafka and Postgres shared through a folder. While any user's process lives the servers stay; a user that
 * is killed is noticed.
 */
public final class SharedServers implements AutoCloseable {
    public static final String KAFKA_BOOTSTRAP_SERVERS = "offload.kafka.bootstrap-servers";
    public static final String POSTGRES_URL = "offload.postgres.url";
    public static final String POSTGRES_USER = "offload.postgres.user";
    public static final String POSTGRES_PASSWORD = "offload.postgres.password";

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 50;

    private final SharedFolder folder;
    private final Map<String, String> settings;

    private SharedServers(SharedFolder folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Joins the servers of {@code folder}, starting them when nobody has, and returns once they serve.
     *
     * @param discard delete the folder when the last user has gone
     * @param classPath where Kafka and this module are found
     * @throws IOException when they cannot be started; the message ends with what they printed last
     */
    public static SharedServers join(Path folder, boolean discard, String classPath) throws IOException {
        SharedFolder shared = new SharedFolder(folder.toAbsolutePath().normalize());
        try (FileChannel attaching = shared.lockedForAttaching()) {
            shared.register(ProcessHandle.current().pid());
            Optional<Map<String, String>> known = shared.ready();
            return new SharedServers(shared, known.isPresent() ? known.get() : started(shared, discard, classPath));
        }
    }

    /** The settings of an Offload process that lead to these servers, by name. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Gives up this process's hold; servers without any hold stop. */
    @Override
    public void close() throws IOException {
        folder.unregister(ProcessHandle.current().pid());
    }

    private static Map<String, String> started(SharedFolder folder, boolean discard, String classPath) throws IOException {
        Path log = folder.root().resolve("servers.log");
        Process process = Program.java(
                        List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
                        classPath,
                        List.of(SharedServersMain.class.getName(), folder.root().toString(),
                                discard ? SharedServersMain.DISCARD : SharedServersMain.KEEP),
                        Map.of(), Path.of(System.getProperty("user.dir")), log)
                .start();
        long end = System.nanoTime() + START_PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end) {
                Optional<Map<String, String>> ready = folder.ready();
                if (ready.isPresent()) {
                    return ready.get();
                }
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("Kafka and Postgres could not be started in " + folder.root() + "; the last output (all of it"
                            + " is in " + log + "):\n" + Program.tail(log, 20));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Kafka and Postgres started in " + folder.root(), e);
        }
        process.destroy();
        throw new IOException("Kafka and Postgres were not ready within " + START_PATIENCE.toSeconds() + " s; see " + log);
    }
}
