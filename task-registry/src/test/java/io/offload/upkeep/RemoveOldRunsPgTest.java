package io.offload.upkeep;

import static io.offload.store.Postgres.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.offload.devservices.postgres.EmbeddedPostgres;
import io.offload.store.Migrations;
import io.offload.store.Postgres;
import io.offload.store.ServerOfTheTest;
import io.offload.sweep.Sweep;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoveOldRunsPgTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Retention RETENTION = new Retention();
    private static EmbeddedPostgres server;
    private static Vertx vertx;
    private static Postgres postgres;
    private static RemoveOldRuns remove;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start(Path.of("target", "retention-postgres"), 0);
        vertx = Vertx.vertx();
        postgres = new Postgres(vertx, ServerOfTheTest.on(server));
        remove = new RemoveOldRuns(RETENTION, new DropPartitions(postgres));
    }

    @AfterAll
    static void end() {
        await(vertx.close(), LIMIT);
        server.stop();
    }

    /** Partitions of a day each: from 50 days ago to tomorrow. */
    @BeforeEach
    void migrate() throws IOException {
        sql("DROP SCHEMA IF EXISTS offload CASCADE");
        sql("CREATE SCHEMA offload");
        for (String migration : Migrations.inOrder()) {
            // a service that was away makes one partition of the time it missed; here each day gets its own
            sql(migration.replace("greatest(lower_bound + width, date_trunc('hour', clock_timestamp()))", "lower_bound + width"));
        }
        sql("INSERT INTO run_partition VALUES ('start', now() - interval '60 days', date_trunc('day', now()) - interval '50 days')");
        sql("SELECT ensure_partitions(interval '1 day', 2)");
        sql("INSERT INTO published_task (name, description, queue, tags, max_attempts, options, input_schema, output_schema, source_digest, retention) VALUES "
                + "('usual', '', 'default', '{}', 1, '{}', '{}', '{}', '', NULL), ('short', '', 'default', '{}', 1, '{}', '{}', '{}', '', interval '1 day'), "
                + "('long', '', 'default', '{}', 1, '{}', '{}', '{}', '', interval '45 days')");
    }

    @Test
    void aPartitionThatOutlivedTheRetentionIsDroppedWithItsInputsHistoryLogsAndTags() {
        run("usual", "COMPLETED", 40);
        run("usual", "COMPLETED", 10);
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).containsExactly("usual 10");
        assertThat(count("SELECT count(*) FROM run_input")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM run_history")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM run_log")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM run_tag")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM run_partition WHERE upper_at < now() - interval '30 days' AND suffix <> 'start'")).isZero();
    }

    @Test
    void anOpenRunKeepsItsPartitionAndLosesItsFinishedNeighbours() {
        run("usual", "COMPLETED", 40);
        run("usual", "SCHEDULED", 40);
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).containsExactly("usual 40");
        assertThat(count("SELECT count(*) FROM task_run WHERE state = 'SCHEDULED'")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM run_input i JOIN task_run r ON r.id = i.run_id")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM run_input")).isEqualTo(1);
    }

    @Test
    void aTaskMayKeepItsRunsLongerOrShorter() {
        run("short", "FAILED", 2);
        run("short", "COMPLETED", 0);
        run("long", "COMPLETED", 40);
        run("usual", "COMPLETED", 40);
        run("long", "COMPLETED", 47);
        run("usual", "COMPLETED", 2);
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).containsExactlyInAnyOrder("short 0", "long 40", "usual 2");
        assertThat(count("SELECT count(*) FROM unsuccessful_run")).isZero();
    }

    @Test
    void aRunThatEndedLateIsKeptFromItsEndOn() {
        run("usual", "SCHEDULED", 40);
        run("usual", "COMPLETED", 40);
        run("short", "COMPLETED", 3, 0);
        run("short", "COMPLETED", 3);
        sweepUntilNothingIsLeftToDo();
        sql("UPDATE task_run SET state = 'COMPLETED', state_name = 'Completed', ended_at = now() WHERE state = 'SCHEDULED'");
        sql("TRUNCATE due_run");
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).containsExactly("usual 40", "short 3");
        sql("UPDATE task_run SET ended_at = now() - interval '31 days'");
        sql("UPDATE run_partition SET open_at = now() - interval '31 days' WHERE open_at IS NOT NULL");
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).isEmpty();
        assertThat(count("SELECT count(*) FROM run_partition WHERE open_at IS NOT NULL")).isZero();
    }

    @Test
    void aRunWhoseHookIsDueIsKept() {
        run("short", "COMPLETED", 3);
        sql("INSERT INTO hook_due (run_id, kind, task, session_id) SELECT id, 'onCompletion', task, 1 FROM task_run");
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).containsExactly("short 3");
        sql("TRUNCATE hook_due");
        sweepUntilNothingIsLeftToDo();
        assertThat(runs()).isEmpty();
    }

    private static void run(String task, String state, int daysAgo) {
        run(task, state, daysAgo, daysAgo);
    }

    private static void run(String task, String state, int daysAgo, int endedDaysAgo) {
        boolean open = state.equals("SCHEDULED");
        sql("WITH i AS (SELECT overlay(uuid_lower_bound(now() - interval '" + daysAgo + " days')::text PLACING substr(gen_random_uuid()::text, 15) FROM 15)::uuid AS id), "
                + "r AS (INSERT INTO task_run (id, task, queue, state, state_name, state_at, ended_at, tags, input) SELECT id, '" + task + "', 'default', '" + state
                + "', '" + (open ? "Scheduled" : state.charAt(0) + state.substring(1).toLowerCase()) + "', now(), " + (open ? "NULL" : "now() - interval '" + endedDaysAgo + " days'") + ", '{t}', '{}' FROM i), "
                + "h AS (INSERT INTO run_history (run_id, revision, at, attempt, state, state_name) SELECT id, 1, now(), 0, 'PENDING', 'Pending' FROM i), "
                + "p AS (INSERT INTO run_input SELECT id, '{}' FROM i), l AS (INSERT INTO run_log SELECT id, 1, now(), 1, 'INFO', 'said' FROM i), t AS (INSERT INTO run_tag SELECT 't', id FROM i), "
                + (open ? "d AS (INSERT INTO due_run SELECT id, now() + interval '1 day', 'Scheduled' FROM i) " : "u AS (INSERT INTO unsuccessful_run SELECT '" + state
                        + "', id FROM i WHERE '" + state + "' = 'FAILED') ")
                + "SELECT 1");
    }

    private static void sweepUntilNothingIsLeftToDo() {
        boolean more = true;
        for (int i = 0; i < 20 && more; i++) {
            SqlConnection connection = await(postgres.pool().getConnection(), LIMIT);
            var transaction = await(connection.begin(), LIMIT);
            Sweep.AfterCommit after = remove.run(connection);
            await(transaction.commit(), LIMIT);
            await(connection.close(), LIMIT);
            more = after.more();
        }
    }

    private static List<String> runs() {
        List<String> runs = new ArrayList<>();
        for (Row row : await(postgres.pool().query(
                "SELECT task || ' ' || (extract(epoch FROM now() - uuid_time(id)) / 86400)::int FROM task_run ORDER BY id").execute(), LIMIT)) {
            runs.add(row.getString(0));
        }
        return runs;
    }

    private static long count(String sql) {
        return await(postgres.pool().query(sql).execute(), LIMIT).iterator().next().getLong(0);
    }

    private static void sql(String sql) {
        await(postgres.pool().query(sql).execute(), LIMIT);
    }

    private static final class Retention implements RetentionConfig {
        @Override
        public Duration age() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration statistics() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration interval() {
            return Duration.ofMinutes(1);
        }
    }
}
