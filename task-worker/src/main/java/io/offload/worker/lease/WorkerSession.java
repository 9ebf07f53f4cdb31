package io.offload.worker.lease;

import io.offload.catalog.TaskCatalog;
import io.offload.rescue.LeaseConfig;
import io.offload.store.PostgresConfig;
import io.offload.worker.WorkerConfig;
import io.offload.worker.execute.RunsInFlight;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * This worker's session. While its heartbeats arrive its claims are honoured; one that updates no row means that others have called it lost:
 * everything in flight is given up and a new session is registered.
 */
@Singleton
public class WorkerSession {
    private static final Logger LOG = Logger.getLogger(WorkerSession.class);
    private static final String REGISTER =
            "INSERT INTO offload.worker_session (worker, host, pid, version, queues, tasks, slots) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id";
    private static final String BEAT = "UPDATE offload.worker_session SET heartbeat_at = clock_timestamp(), in_flight = ? "
            + "WHERE id = ? AND lost_at IS NULL AND ended_at IS NULL";
    private static final String DRAIN = "UPDATE offload.worker_session SET draining_at = clock_timestamp() WHERE id = ? AND draining_at IS NULL";
    private static final String END = "UPDATE offload.worker_session SET ended_at = clock_timestamp(), in_flight = 0 WHERE id = ? AND lost_at IS NULL";

    private final PostgresConfig postgres;
    private final LeaseConfig lease;
    private final WorkerConfig config;
    private final TaskCatalog catalog;
    private final RunsInFlight runs;
    private volatile long id;
    private volatile boolean stopping;
    private volatile boolean drainWanted;
    private Connection connection;
    private Thread thread;

    @Inject
    public WorkerSession(PostgresConfig postgres, LeaseConfig lease, WorkerConfig config, TaskCatalog catalog, RunsInFlight runs) {
        this.postgres = postgres;
        this.lease = lease;
        this.config = config;
        this.catalog = catalog;
        this.runs = runs;
    }

    /** The current session; changes when one was lost. */
    public long id() {
        return id;
    }

    /**
     * Registers the session and starts its heartbeat.
     *
     * @throws IllegalStateException when Postgres cannot be reached
     */
    public void start() {
        try {
            register();
        } catch (SQLException e) {
            throw new IllegalStateException("could not register the worker's session in Postgres: " + e.getMessage(), e);
        }
        thread = Thread.ofPlatform().name("offload-heartbeat").priority(Thread.MAX_PRIORITY).daemon().start(this::beat);
    }

    /** Tells everybody that this worker takes no new runs. */
    public void drain() {
        drainWanted = true;
    }

    /** Ends the session: what is still claimed goes to other workers at once. */
    public void end() {
        stopping = true;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(3));
            try (Connection own = open(); PreparedStatement end = own.prepareStatement(END)) {
                end.setLong(1, id);
                end.executeUpdate();
            }
        } catch (SQLException | InterruptedException e) {
            LOG.warnf("could not end session %d, it will be called lost: %s", id, e.toString());
        }
    }

    private void register() throws SQLException {
        List<String> tasks = catalog.tasks().stream().map(task -> task.name()).toList();
        try (PreparedStatement insert = connection().prepareStatement(REGISTER)) {
            insert.setString(1, config.name());
            insert.setString(2, host());
            insert.setLong(3, ProcessHandle.current().pid());
            insert.setString(4, version());
            insert.setArray(5, text(queues(config, catalog)));
            insert.setArray(6, text(tasks));
            insert.setInt(7, config.slots());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                id = row.getLong(1);
            }
        }
        LOG.infof("worker %s registered as session %d", config.name(), id);
    }

    /** Queues that this worker serves, sorted. */
    public static List<String> queues(WorkerConfig config, TaskCatalog catalog) {
        return List.copyOf(new TreeSet<>(config.queues().orElseGet(() -> List.copyOf(catalog.queues()))));
    }

    private void beat() {
        while (!stopping) {
            try {
                Thread.sleep(lease.heartbeat());
            } catch (InterruptedException e) {
                break;
            }
            try {
                if (drainWanted) {
                    try (PreparedStatement drain = connection().prepareStatement(DRAIN)) {
                        drain.setLong(1, id);
                        drain.executeUpdate();
                    }
                }
                try (PreparedStatement beat = connection().prepareStatement(BEAT)) {
                    beat.setInt(1, runs.size());
                    beat.setLong(2, id);
                    if (beat.executeUpdate() == 0 && !stopping) {
                        LOG.warnf("session %d was called lost: %d runs in flight are given up, a new session begins", id, runs.size());
                        runs.giveUp(id);
                        register();
                    }
                }
            } catch (SQLException e) {
                LOG.warnf("heartbeat of session %d failed, it is repeated in %s: %s", id, lease.heartbeat(), e.getMessage());
                close();
            } catch (RuntimeException | Error e) { // memory that a task exhausted, for one: without this thread the session would be lost for good
                LOG.errorf(e, "heartbeat of session %d failed, it is repeated in %s", id, lease.heartbeat());
                close();
            }
        }
        close();
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = open();
        }
        return connection;
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", postgres.user());
        properties.setProperty("password", postgres.password());
        properties.setProperty("ApplicationName", "offload-heartbeat");
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection("jdbc:" + postgres.url(), properties);
    }

    private void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debugf("closing the heartbeat's connection: %s", e.getMessage());
            }
            connection = null;
        }
    }

    private Array text(List<String> values) throws SQLException {
        return connection().createArrayOf("text", values.toArray());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static String version() {
        String version = WorkerSession.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
