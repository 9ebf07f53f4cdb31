package io.offload.store;

import static io.offload.store.Postgres.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.devservices.LocalPort;
import io.offload.devservices.postgres.EmbeddedPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresPgTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 2;
    private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx().exceptionHandler(uncaught::complete);
    }

    @AfterEach
    void end() {
        await(vertx.close(), LIMIT);
    }

    @Test
    void statementsThatWaitedInVainForAConnectionLeaveNoneUnusable() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.start(Path.of("target", "pool-postgres"), 0);
        try {
            Postgres postgres = new Postgres(vertx, impatient(server.url(), server.user(), server.password()));
            List<SqlConnection> held = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                held.add(await(postgres.pool().getConnection(), LIMIT));
            }
            List<Future<?>> inVain = new ArrayList<>();
            for (int i = 0; i < 5 * CONNECTIONS; i++) {
                inVain.add(postgres.pool().query("SELECT 1").execute());
            }
            await(Future.join(inVain).otherwiseEmpty(), LIMIT);
            assertThat(inVain).allMatch(Future::failed);
            held.forEach(connection -> await(connection.close(), LIMIT));
            for (int i = 0; i < 5 * CONNECTIONS; i++) {
                assertThat(await(postgres.pool().query("SELECT 1").execute(), LIMIT)).hasSize(1);
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void connectionThatGivesNoAnswerIsClosedAndAnIdleOneIsKept() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Path.of("target", "silent-postgres"), 0);
        try {
            Postgres postgres = new Postgres(vertx, ServerOfTheTest.on(server), Duration.ofMillis(400));
            SqlConnection connection = await(postgres.pipeline().getConnection(), LIMIT);
            await(connection.query("SELECT 1").execute(), LIMIT);
            TimeUnit.SECONDS.sleep(2);
            await(connection.query("SELECT 1").execute(), LIMIT);
            assertThatThrownBy(() -> await(connection.query("SELECT pg_sleep(60)").execute(), LIMIT)).isInstanceOf(PostgresUnavailableException.class)
                    .hasRootCauseInstanceOf(ClosedConnectionException.class);
            assertThat(await(postgres.pipeline().query("SELECT 1").execute(), LIMIT)).hasSize(1);
            assertThat(await(postgres.pool().query("SELECT pg_sleep(1)").execute(), LIMIT)).as("whose statements may take long").hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void statementStaysPreparedHoweverLongItIs() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.start(Path.of("target", "prepared-postgres"), 0);
        try {
            Postgres postgres = new Postgres(vertx, impatient(server.url(), server.user(), server.password()));
            String statement = "SELECT $1::int /* " + "as long as the longest of Offload's statements ".repeat(100) + "*/";
            SqlConnection connection = await(postgres.pipeline().getConnection(), LIMIT);
            for (int i = 0; i < 3; i++) {
                await(connection.preparedQuery(statement).execute(Tuple.of(i)), LIMIT);
            }
            var plans = await(connection.preparedQuery("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = $1")
                    .execute(Tuple.of(statement)), LIMIT);
            assertThat(plans.iterator().next().getLong(0)).as("executions of the one prepared statement").isEqualTo(3);
        } finally {
            server.stop();
        }
    }

    @Test
    void statementThatFindsNoServerIsFailedOnceAndThePoolsLateTimerIsNotLogged() throws Exception {
        Postgres postgres = new Postgres(vertx, impatient("postgresql://127.0.0.1:" + LocalPort.free() + "/nobody", "u", "p"));
        Future<RowSet<io.vertx.sqlclient.Row>> statement = postgres.pool().query("SELECT 1").execute();
        assertThat(statement.toCompletionStage().toCompletableFuture().handle((rows, cause) -> cause).get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(java.net.ConnectException.class);
        LogRecord late = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        late.setThrown(uncaught.get(LIMIT.toSeconds(), TimeUnit.SECONDS)); // once this fails, the pool is mended: away with QuietPoolTimers
        assertThat(QuietPoolTimers.failsAStatementAgain(late)).isTrue();
        LogRecord ours = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        ours.setThrown(new IllegalStateException("Result is already complete"));
        assertThat(QuietPoolTimers.failsAStatementAgain(ours)).as("somebody else's mistake").isFalse();
    }

    private static PostgresConfig impatient(String url, String user, String password) {
        return new ServerOfTheTest(url, user, password, CONNECTIONS, Duration.ofMillis(500));
    }
}
