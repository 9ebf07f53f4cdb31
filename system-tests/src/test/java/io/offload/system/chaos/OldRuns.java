package io.offload.system.chaos;

import io.offload.system.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** Partitions of a day, long ago, with runs that have ended, as a system would have that has been up for long. */
final class OldRuns {
    private static final String PARTITION = """
            DO $$
            DECLARE
                lower_bound timestamptz := date_trunc('day', now()) - interval '%1$d days';
                upper_bound timestamptz := lower_bound + interval '1 day';
                parent text;
            BEGIN
                FOREACH parent IN ARRAY ARRAY['task_run', 'run_input', 'run_history', 'run_log'] LOOP
                    EXECUTE format('CREATE TABLE %%I (LIKE %%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', parent || '_old%1$d', parent);
                    EXECUTE format('ALTER TABLE %%I ATTACH PARTITION %%I FOR VALUES FROM (%%L) TO (%%L)',
                        parent, parent || '_old%1$d', uuid_lower_bound(lower_bound), uuid_lower_bound(upper_bound));
                END LOOP;
                INSERT INTO run_partition (suffix, lower_at, upper_at) VALUES ('old%1$d', lower_bound, upper_bound);
            END $$""";
    /** Ids of that day, their rest at random. */
    private static final String ID = "overlay(uuid_lower_bound(date_trunc('day', now()) - interval '%1$d days' + interval '1 h')::text"
            + " PLACING substr(gen_random_uuid()::text, 15) FROM 15)::uuid";
    private static final String ENDED = "WITH run AS (INSERT INTO task_run (id, task, queue, state, state_name, state_at, ended_at, input)"
            + " SELECT " + ID + ", 'trial-noop', 'trial', 'COMPLETED', 'Completed', now(),"
            + " date_trunc('day', now()) - interval '%1$d days' + interval '2 h', '{}' FROM generate_series(1, %2$d) RETURNING id)"
            + " INSERT INTO run_history (run_id, revision, at, attempt, state, state_name) SELECT id, 1, now(), 0, 'COMPLETED', 'Completed' FROM run";
    private static final String OPEN = "WITH run AS (INSERT INTO task_run (id, task, queue, state, state_name, state_at, input)"
            + " VALUES (" + ID + ", 'trial-noop', 'trial', 'SCHEDULED', 'Scheduled', now(), '{}') RETURNING id),"
            + " history AS (INSERT INTO run_history (run_id, revision, at, attempt, state, state_name) SELECT id, 1, now(), 0, 'SCHEDULED', 'Scheduled' FROM run),"
            + " due AS (INSERT INTO due_run (run_id, due_at, reason) SELECT id, now() + interval '1 day', 'Scheduled' FROM run)"
            + " SELECT id FROM run";
    private final Database database;

    OldRuns(Database database) {
        this.database = database;
    }

    /** A partition with so many runs that have ended. */
    void make(int daysAgo, int runs) {
        inOneTransaction(PARTITION.formatted(daysAgo), ENDED.formatted(daysAgo, runs));
    }

    /** The same, and one of its runs still waits. */
    String makeWithAnOpenRun(int daysAgo, int runs) {
        inOneTransaction(PARTITION.formatted(daysAgo), ENDED.formatted(daysAgo, runs), OPEN.formatted(daysAgo));
        return database.rows("SELECT id FROM task_run_old%d WHERE state = 'SCHEDULED'".formatted(daysAgo)).getFirst().get("id").toString();
    }

    /** Tables that are left of that day. */
    long partitions(int daysAgo) {
        return database.number("SELECT count(*) FROM pg_class WHERE relname LIKE '%_old" + daysAgo + "' AND relkind = 'r'");
    }

    long runs(int daysAgo) {
        return database.number("SELECT count(*) FROM task_run_old" + daysAgo);
    }

    /** A sweep that comes in between must not see half of it. */
    private void inOneTransaction(String... statements) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
