package io.offload.system.chaos;

import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.OffloadSystem;
import io.offload.system.Project;
import io.offload.system.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** The transfers of docs/authoring-tasks.md on a database whose rows a test can hold, so that an attempt stops where the test wants it. */
final class Transfers {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final OffloadSystem system;
    private final Database database;

    /** Makes the tables: {@code effect} as the page has it. */
    Transfers(OffloadSystem system) throws IOException, SQLException {
        this.system = system;
        this.database = system.database();
        Matcher table = Pattern.compile("CREATE TABLE effect \\(.*?\\);", Pattern.DOTALL)
                .matcher(Files.readString(Project.home().resolve("docs/authoring-tasks.md")));
        table.find();
        try (Connection connection = database.connect()) {
            connection.createStatement().execute("SET search_path = public");
            connection.createStatement().execute(table.group());
            connection.createStatement().execute("CREATE TABLE account (name text PRIMARY KEY, cents bigint NOT NULL)");
        }
    }

    void open(String account) {
        database.change("INSERT INTO public.account VALUES (?, 0)", account);
    }

    /** One cent. */
    String begin(Api api, String from, String to) {
        return api.run("transfer", "{\"from\":\"%s\",\"to\":\"%s\",\"cents\":1}".formatted(from, to));
    }

    long cents(String account) {
        return database.number("SELECT cents FROM public.account WHERE name = ?", account);
    }

    /** A row that nobody else can change until it is let go. */
    final class Hold implements AutoCloseable {
        private final Connection connection;
        private final int pid;

        private Hold(String query, Object key) {
            try {
                connection = database.connect();
                pid = connection.unwrap(PGConnection.class).getBackendPID();
                connection.setAutoCommit(false);
                try (PreparedStatement statement = connection.prepareStatement(query)) {
                    statement.setObject(1, key);
                    statement.executeQuery();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits until somebody stands before it. */
        void awaitSomebody() {
            await("somebody who waits for the row").atMost(LIMIT).until(() -> blocked("count(*)") > 0);
        }

        /** Those who stand before it are cut off by the server, as a dead client is in the end. */
        void endThem() {
            blocked("count(pg_terminate_backend(pid))");
        }

        /** Asked on another connection: in a transaction the list of activities stays as it was first seen. */
        private long blocked(String what) {
            return database.number("SELECT " + what + " FROM pg_stat_activity WHERE ?::int = ANY (pg_blocking_pids(pid))", pid);
        }

        @Override
        public void close() {
            try (connection) {
                connection.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** An attempt that moves money here stops in the middle of its transaction. */
    Hold holdAccount(String account) {
        return new Hold("SELECT 1 FROM public.account WHERE name = ? FOR UPDATE", account);
    }

    /** Nobody can write this run's outcome. */
    Hold holdRun(String run) {
        return new Hold("SELECT 1 FROM task_run WHERE id = ? FOR UPDATE", UUID.fromString(run));
    }

    void awaitReceipt(String run) {
        await("the effect of " + run).atMost(LIMIT).until(() -> database.number(
                "SELECT count(*) FROM public.effect WHERE receipt IS NOT NULL AND idempotency_key LIKE '%' || ? || '%'", run) == 1);
    }

    void awaitAttempt(String run, int attempt) {
        await("attempt %d of %s".formatted(attempt, run)).atMost(LIMIT).until(() -> database.number(
                "SELECT count(*) FROM task_run WHERE id = ?::uuid AND attempt = ? AND state = 'RUNNING'", run, attempt) == 1);
    }

    ServiceProcess owner(String run) {
        long pid = database.number("SELECT s.pid FROM task_run r JOIN worker_session s ON s.id = r.session_id WHERE r.id = ?::uuid", run);
        return system.trialWorkers().stream().filter(worker -> worker.pid() == pid).findFirst().orElseThrow();
    }
}
