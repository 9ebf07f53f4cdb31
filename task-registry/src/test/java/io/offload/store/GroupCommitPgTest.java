package io.offload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.devservices.postgres.EmbeddedPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitPgTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static EmbeddedPostgres postgres;
    private static Vertx vertx;
    private static PgConnectOptions options;

    /** Of one test: lanes keep their connections. */
    private Pool pool;
    private final Writing writing = new Writing();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start(Path.of("target", "group-commit-postgres"), 0);
        vertx = Vertx.vertx();
        options = PgConnectOptions.fromUri(postgres.url()).setUser(postgres.user()).setPassword(postgres.password());
    }

    @AfterAll
    static void end() {
        vertx.close();
        postgres.stop();
    }

    @BeforeEach
    void connect() {
        pool = PgBuilder.pool().with(new PoolOptions().setMaxSize(4)).connectingTo(options).using(vertx).build();
        sql("DROP TABLE IF EXISTS item");
        sql("CREATE TABLE item (n int PRIMARY KEY CHECK (n <> 13), text json)");
    }

    @AfterEach
    void disconnect() {
        Postgres.await(pool.close(), PATIENCE);
    }

    @Test
    void manyItemsTakeFewStatements() {
        GroupCommit<Item> commit = commit(1000, 10_000);
        for (int i = 100; i < 5100; i++) {
            assertThat(commit.offer(new Item(i, "1"))).isTrue();
        }
        await().atMost(PATIENCE).until(() -> writing.written.size() == 5000 && commit.idle());
        assertThat(writing.statements.get()).isLessThan(50);
        assertThat(count()).isEqualTo(5000);
    }

    @Test
    void oneBadItemAmongAThousandIsRefusedAlone() {
        List<Item> items = new ArrayList<>();
        for (int i = 100; i < 1099; i++) {
            items.add(new Item(i, "1"));
        }
        items.add(500, new Item(50, "{not json"));
        items.add(700, new Item(13, "1"));
        GroupCommit<Item> commit = commit(2000, 10_000);
        items.forEach(commit::offer);
        await().atMost(PATIENCE).until(() -> writing.written.size() == 999 && writing.refused.size() == 2);
        assertThat(writing.refused).containsExactlyInAnyOrder("50 22P02", "13 23514");
        assertThat(count()).isEqualTo(999);
    }

    @Test
    void valueNestedTooDeepIsRefusedAloneToo() {
        GroupCommit<Item> commit = commit(2000, 10_000);
        commit.offer(new Item(1, "1"));
        commit.offer(new Item(2, "[".repeat(200_000) + "]".repeat(200_000)));
        commit.offer(new Item(3, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.size() == 2 && writing.refused.size() == 1);
        assertThat(writing.refused).containsExactly("2 54001");
    }

    @Test
    void deadlockIsRepeatedUntilItIsWritten() {
        writing.failOnce = "DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$";
        GroupCommit<Item> commit = commit(10, 10);
        commit.offer(new Item(1, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.contains(1));
        assertThat(writing.statements.get()).isEqualTo(2);
        assertThat(writing.unknown.get()).isZero();
    }

    @Test
    void cutConnectionLeavesTheDecisionToTheBatchAndANewOneIsUsed() {
        writing.failOnce = "SELECT pg_terminate_backend(pg_backend_pid())";
        writing.again = true;
        GroupCommit<Item> commit = commit(10, 10);
        commit.offer(new Item(1, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.contains(1));
        assertThat(writing.unknown.get()).isEqualTo(1);
    }

    @Test
    void itemsWhoseOutcomeIsUnknownAreNotWrittenAgainWhenTheirCallersWereTold() {
        writing.failOnce = "SELECT pg_terminate_backend(pg_backend_pid())";
        GroupCommit<Item> commit = commit(10, 10);
        commit.offer(new Item(1, "1"));
        await().atMost(PATIENCE).until(() -> writing.unknown.get() == 1 && commit.idle());
        assertThat(count()).isZero();
        commit.offer(new Item(2, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.contains(2));
    }

    @Test
    void faultInWhatIsToldDoesNotEndALane() {
        GroupCommit<Item> commit = new GroupCommit<>("test", vertx, pool, 1, 10, 10, Pace.none(), writing);
        for (int n = 1; n <= 3; n++) {
            writing.faultWhenTold = true;
            commit.offer(new Item(n, n == 2 ? "{not json" : "1"));
            await().atMost(PATIENCE).until(() -> !writing.faultWhenTold && commit.idle());
        }
        assertThat(count()).isEqualTo(2);
        commit.offer(new Item(4, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.contains(4));
    }

    @Test
    void whatDoesNotFitIsNotTaken() {
        GroupCommit<Item> commit = new GroupCommit<>("test", vertx, pool, 0, 10, 2, Pace.none(), writing);
        assertThat(commit.offer(new Item(1, "1"))).isTrue();
        assertThat(commit.offer(new Item(2, "1"))).isTrue();
        assertThat(commit.offer(new Item(3, "1"))).isFalse();
        assertThat(commit.waiting()).isEqualTo(2);
    }

    @Test
    void closedOneTakesNothing() {
        GroupCommit<Item> commit = commit(10, 10);
        commit.close();
        assertThat(commit.offer(new Item(1, "1"))).isFalse();
    }

    @Test
    void afterAFlushTheNextOneWaitsForEnoughOrForTheEnd() {
        Pace anHourARow = new Pace(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1), 3);
        GroupCommit<Item> commit = new GroupCommit<>("test", vertx, pool, 2, 10, 10, anHourARow, writing);
        commit.offer(new Item(1, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.contains(1) && commit.idle());
        commit.offer(new Item(2, "1"));
        commit.offer(new Item(3, "1"));
        assertThat(commit.waiting()).isEqualTo(2);
        commit.offer(new Item(4, "1"));
        await().atMost(PATIENCE).until(() -> writing.written.size() == 4 && commit.idle());
        assertThat(writing.statements.get()).isEqualTo(2);
        commit.offer(new Item(5, "1"));
        assertThat(commit.waiting()).isEqualTo(1);
        commit.close();
        await().atMost(PATIENCE).until(() -> writing.written.size() == 5 && commit.idle());
    }

    private GroupCommit<Item> commit(int maxRows, int capacity) {
        return new GroupCommit<>("test", vertx, pool, 2, maxRows, capacity, Pace.none(), writing);
    }

    private void sql(String statement) {
        Postgres.await(pool.query(statement).execute(), PATIENCE);
    }

    private long count() {
        return Postgres.await(pool.query("SELECT count(*) FROM item").execute(), PATIENCE).iterator().next().getLong(0);
    }

    private record Item(int n, String json) {}

    private static final class Writing implements GroupCommit.Batch<Item> {
        final Set<Integer> written = ConcurrentHashMap.newKeySet();
        final Queue<String> refused = new ConcurrentLinkedQueue<>();
        final AtomicInteger unknown = new AtomicInteger();
        final AtomicInteger statements = new AtomicInteger();
        volatile String failOnce;
        volatile boolean again;
        volatile boolean faultWhenTold;

        @Override
        public Future<RowSet<Row>> write(SqlConnection connection, List<Item> items) {
            statements.incrementAndGet();
            String fault = failOnce;
            if (fault != null) {
                failOnce = null;
                return connection.query(fault).execute();
            }
            Integer[] numbers = items.stream().map(Item::n).toArray(Integer[]::new);
            String[] texts = items.stream().map(Item::json).toArray(String[]::new);
            return connection.preparedQuery("INSERT INTO item SELECT n, t::json FROM unnest($1::int[], $2::text[]) AS u(n, t)")
                    .execute(Tuple.of((Object) numbers, (Object) texts));
        }

        @Override
        public void written(List<Item> items, RowSet<Row> rows) {
            faultIfAsked();
            items.forEach(item -> written.add(item.n()));
        }

        @Override
        public void refused(Item item, PgException reason) {
            faultIfAsked();
            refused.add(item.n() + " " + reason.getSqlState());
        }

        private void faultIfAsked() {
            if (faultWhenTold) {
                faultWhenTold = false;
                throw new IllegalStateException("asked for by the test");
            }
        }

        @Override
        public boolean unknown(List<Item> items, Throwable cause) {
            unknown.incrementAndGet();
            return again;
        }
    }
}
