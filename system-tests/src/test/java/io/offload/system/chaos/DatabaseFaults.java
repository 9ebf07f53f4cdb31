package io.offload.system.chaos;

import static org.awaitility.Awaitility.await;

import io.offload.system.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** What an operator or a greedy neighbour does to the connections of a Postgres that lives. */
final class DatabaseFaults {
    private static final String CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user"
            + " AND datname = current_database()";

    private DatabaseFaults() {}

    /** Every connection is cut, wherever its statement is. */
    static void cut(Database database) {
        database.rows(CUT);
    }

    /** Every connection is cut and none is to be had until this is closed: SQLSTATE 53300. */
    static Exhausted exhaust(Database database) {
        try {
            Connection last = database.connect();
            last.createStatement().execute("ALTER DATABASE offload CONNECTION LIMIT 0");
            await("no connection but this").atMost(Duration.ofSeconds(20)).until(() -> {
                last.createStatement().execute(CUT);
                try (var rows = last.createStatement().executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid() AND usename = current_user")) {
                    rows.next();
                    return rows.getInt(1) == 0;
                }
            });
            return new Exhausted(last);
        } catch (SQLException e) {
            throw new IllegalStateException("the connections could not be taken away: " + e.getMessage(), e);
        }
    }

    /** The last connection there is. */
    record Exhausted(Connection last) implements AutoCloseable {
        @Override
        public void close() {
            try (last) {
                last.createStatement().execute("ALTER DATABASE offload CONNECTION LIMIT -1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
