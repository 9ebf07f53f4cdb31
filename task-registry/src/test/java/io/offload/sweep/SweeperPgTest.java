package io.offload.sweep;

import static io.offload.store.Postgres.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.offload.devservices.postgres.EmbeddedPostgres;
import io.offload.store.Postgres;
import io.offload.store.ServerOfTheTest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sweepers of several processes: each here has pools of its own, with the settings that a service's have. */
class SweeperPgTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static EmbeddedPostgres server;
    private static Vertx vertx;
    private static Postgres one;
    private static Postgres other;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start(Path.of("target", "sweeper-postgres"), 0);
        vertx = Vertx.vertx();
        one = new Postgres(vertx, ServerOfTheTest.on(server));
        other = new Postgres(vertx, ServerOfTheTest.on(server));
        await(one.pool().query("CREATE SCHEMA IF NOT EXISTS offload").execute(), LIMIT);
        await(one.pool().query("CREATE TABLE IF NOT EXISTS swept (by_process text NOT NULL)").execute(), LIMIT);
    }

    @AfterAll
    static void end() {
        await(vertx.close(), LIMIT);
        server.stop();
    }

    @Test
    void processFrozenWithinASweepDoesNotKeepItsWorkFromTheOthersAndItsLateCommitIsRefused() throws InterruptedException {
        Frozen frozen = new Frozen();
        Marking marking = new Marking("other");
        Sweeper freezing = sweeper(one, frozen);
        assertThat(frozen.within.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("it is within the sweep").isTrue();
        Sweeper awake = sweeper(other, marking);
        assertThat(marking.done.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("the other's sweep").isNotNull();
        awake.stop(new ShutdownEvent());
        assertThat(frozen.again.getCount()).as("it still sleeps").isEqualTo(1);
        frozen.woken.countDown();
        assertThat(frozen.again.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("it goes on after its sleep").isTrue();
        freezing.stop(new ShutdownEvent());
        assertThat(await(one.pool().query("SELECT count(*) FROM swept WHERE by_process = 'frozen'").execute(), LIMIT).iterator().next().getLong(0)).isZero();
    }

    @Test
    void sweepWithoutWorkIsNotRunUntilItHasSomeAndOthersAreMeanwhile() throws InterruptedException {
        await(one.pool().query("CREATE TABLE IF NOT EXISTS work (n integer)").execute(), LIMIT);
        await(one.pool().query("TRUNCATE work").execute(), LIMIT);
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        Sweep always = new Counting("always", "true", ran);
        Sweep onWork = new Counting("on-work", "EXISTS (SELECT FROM work)", ran);
        Sweeper sweeper = new Sweeper(one, new DatabaseContact(), List.of(always, onWork));
        sweeper.start(new StartupEvent());
        for (int i = 0; i < 5; i++) {
            assertThat(ran.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("always");
        }
        await(one.pool().query("INSERT INTO work VALUES (1)").execute(), LIMIT);
        String last = "";
        for (int i = 0; i < 100 && !last.equals("on-work"); i++) {
            last = ran.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        sweeper.stop(new ShutdownEvent());
        assertThat(last).isEqualTo("on-work");
    }

    @Test
    void failingSweepIsTriedAgainAndKeepsNobodyElse() throws InterruptedException {
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        Sweep failing = new Counting("failing", "true", ran) {
            @Override
            public AfterCommit run(SqlConnection connection) {
                super.run(connection);
                throw new IllegalStateException("of the test");
            }
        };
        Sweeper sweeper = new Sweeper(one, new DatabaseContact(), List.of(failing, new Counting("other", "true", ran)));
        sweeper.start(new StartupEvent());
        Map<String, Integer> times = new HashMap<>();
        while (times.getOrDefault("failing", 0) < 3 || times.getOrDefault("other", 0) < 3) {
            String name = ran.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(name).as("the next sweep after " + times).isNotNull();
            times.merge(name, 1, Integer::sum);
        }
        sweeper.stop(new ShutdownEvent());
    }

    private static Sweeper sweeper(Postgres postgres, Sweep sweep) {
        Sweeper sweeper = new Sweeper(postgres, new DatabaseContact(), List.of(sweep));
        sweeper.start(new StartupEvent());
        return sweeper;
    }

    /** Stops, the first time, between a change and its commit, as SIGSTOP may stop a process. */
    private static final class Frozen implements Sweep {
        static final String NAME = "test";
        final CountDownLatch within = new CountDownLatch(1);
        final CountDownLatch woken = new CountDownLatch(1);
        final CountDownLatch again = new CountDownLatch(1);

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(50);
        }

        @Override
        public AfterCommit run(SqlConnection connection) {
            if (within.getCount() == 0) {
                again.countDown();
                return AfterCommit.NOTHING;
            }
            await(connection.query("INSERT INTO swept VALUES ('frozen')").execute(), LIMIT);
            within.countDown();
            try {
                woken.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return AfterCommit.NOTHING;
        }
    }

    private record Marking(String process, BlockingQueue<String> done) implements Sweep {
        Marking(String process) {
            this(process, new LinkedBlockingQueue<>());
        }

        @Override
        public String name() {
            return Frozen.NAME;
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(50);
        }

        @Override
        public AfterCommit run(SqlConnection connection) {
            await(connection.preparedQuery("INSERT INTO swept VALUES ($1)").execute(Tuple.of(process)), LIMIT);
            return () -> !done.add(process);
        }
    }

    /** Tells that it ran. */
    private static class Counting implements Sweep {
        private final String name;
        private final String work;
        private final BlockingQueue<String> ran;

        Counting(String name, String work, BlockingQueue<String> ran) {
            this.name = name;
            this.work = work;
            this.ran = ran;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration interval() {
            return Duration.ofMillis(100);
        }

        @Override
        public String mayHaveWork() {
            return work;
        }

        @Override
        public AfterCommit run(SqlConnection connection) {
            ran.add(name);
            return AfterCommit.NOTHING;
        }
    }
}
