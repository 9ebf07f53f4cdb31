package io.offload.sweep;

import static io.offload.store.Postgres.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.offload.cache.ResolveCacheLocks;
import io.offload.cancel.EndUnansweredCancels;
import io.offload.command.SendUnacknowledgedCommands;
import io.offload.command.SettleCommandBatches;
import io.offload.devservices.postgres.EmbeddedPostgres;
import io.offload.due.ReleaseDueRuns;
import io.offload.rescue.DetectLostSessions;
import io.offload.rescue.LeaseConfig;
import io.offload.rescue.RescueLostRuns;
import io.offload.store.Migrations;
import io.offload.store.Postgres;
import io.offload.store.ServerOfTheTest;
import io.offload.upkeep.FoldStatistics;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tells a sweep that it has work: false on rows that are not its, or not yet; true on those that are. */
class SweepWorkPgTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ID = "'01a2276f-5136-7175-9432-27bb5f0e5eea'";
    private static final String SESSION = "INSERT INTO worker_session (worker, host, pid, version, queues, tasks, slots, heartbeat_at, lost_at, ended_at) "
            + "VALUES ('w', 'h', 1, '1', '{}', '{}', 1, %s, %s, %s)";
    private static EmbeddedPostgres server;
    private static Vertx vertx;
    private static Postgres postgres;

    private static final class Lease implements LeaseConfig {
        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration lostAfter() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int maxLosses() {
            return 3;
        }

        @Override
        public Duration cancelGrace() {
            return Duration.ofSeconds(30);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start(Path.of("target", "sweep-work-postgres"), 0);
        vertx = Vertx.vertx();
        postgres = new Postgres(vertx, ServerOfTheTest.on(server));
        sql("DROP SCHEMA IF EXISTS offload CASCADE");
        sql("CREATE SCHEMA offload");
        Migrations.inOrder().forEach(SweepWorkPgTest::sql);
    }

    @AfterAll
    static void end() {
        await(vertx.close(), LIMIT);
        server.stop();
    }

    static Stream<Arguments> sweeps() {
        LeaseConfig lease = new Lease();
        String alive = String.format(SESSION, "now() - interval '5 s'", "NULL", "NULL");
        String silent = String.format(SESSION, "now() - interval '11 s'", "NULL", "NULL");
        String ended = String.format(SESSION, "now() - interval '11 s'", "NULL", "now()");
        String lost = String.format(SESSION, "now() - interval '11 s'", "now()", "NULL");
        String claim = "INSERT INTO claim_batch (id, session_id, run_ids) SELECT gen_random_uuid(), id, ARRAY[" + ID + "]::uuid[] FROM worker_session";
        return Stream.of(
                Arguments.of(new ReleaseDueRuns(null), List.of("INSERT INTO due_run VALUES (" + ID + ", now() + interval '1 min', 'Scheduled')"),
                        List.of("UPDATE due_run SET due_at = now() - interval '1 ms'")),
                Arguments.of(new SendUnacknowledgedCommands(null),
                        List.of(batch("now() + interval '1 min'", "NULL"), batch("now() - interval '1 min'", "'topic'")), List.of(batch("now()", "NULL"))),
                Arguments.of(new SettleCommandBatches(null, null), List.of(batch("now()", "NULL")), List.of(batch("now()", "'topic'"))),
                Arguments.of(new ResolveCacheLocks(null), List.of("INSERT INTO cache_entry (key, run_id, expires_at) VALUES ('a', " + ID + ", now())"),
                        List.of("INSERT INTO cache_lock (key, run_id) VALUES ('a', " + ID + ")")),
                Arguments.of(new ResolveCacheLocks(null), List.of(), List.of("INSERT INTO cache_waiter (key, run_id) VALUES ('a', " + ID + ")")),
                Arguments.of(new EndUnansweredCancels(lease, null), List.of("INSERT INTO cancel_request (run_id, session_id) VALUES (" + ID + ", 1)"),
                        List.of("UPDATE cancel_request SET requested_at = now() - interval '31 s'")),
                Arguments.of(new DetectLostSessions(lease, null), List.of(alive, ended, lost), List.of(silent)),
                Arguments.of(new RescueLostRuns(lease, null), List.of(alive, claim, lost), List.of(claim)),
                Arguments.of(new RescueLostRuns(lease, null), List.of(alive, claim, ended), List.of(claim)),
                Arguments.of(new FoldStatistics(null), List.of(),
                        List.of("INSERT INTO run_minute_delta (minute, queue, task, state, bucket, n) VALUES (now(), 'q', 't', 'COMPLETED', 1, 1)")));
    }

    private static String batch(String eligibleAt, String topicId) {
        return "INSERT INTO command_batch (queue, run_ids, eligible_at, topic_id) VALUES ('q', ARRAY[" + ID + "]::uuid[], " + eligibleAt + ", " + topicId + ")";
    }

    @ParameterizedTest
    @MethodSource("sweeps")
    void workIsToldFromRowsThatAreNone(Sweep sweep, List<String> none, List<String> work) {
        sql("TRUNCATE due_run, command_batch, cache_entry, cache_lock, cache_waiter, cancel_request, worker_session, claim_batch, run_minute_delta");
        assertThat(mayHaveWork(sweep)).as("on empty tables").isFalse();
        none.forEach(SweepWorkPgTest::sql);
        assertThat(mayHaveWork(sweep)).as("on " + none).isFalse();
        work.forEach(SweepWorkPgTest::sql);
        assertThat(mayHaveWork(sweep)).as("on " + work).isTrue();
    }

    private static boolean mayHaveWork(Sweep sweep) {
        return await(postgres.lookups().query("SELECT " + sweep.mayHaveWork()).execute(), LIMIT).iterator().next().getBoolean(0);
    }

    private static void sql(String statement) {
        await(postgres.pool().query(statement).execute(), LIMIT);
    }
}
