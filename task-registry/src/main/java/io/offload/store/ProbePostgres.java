package io.offload.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Whether Postgres can be written now: one record in its log, committed. Answers within 2 s whatever Postgres does. */
@Singleton
public class ProbePostgres {
    private static final String PROBE = Sql.load(ProbePostgres.class, "probe");
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Postgres postgres;

    @Inject
    public ProbePostgres(Vertx vertx, Postgres postgres) {
        this.vertx = vertx;
        this.postgres = postgres;
    }

    /** Null when Postgres can be written, else why not, for people. */
    public Future<String> obstacle() {
        Promise<String> obstacle = Promise.promise();
        long timer = vertx.setTimer(LIMIT.toMillis(), ignored -> obstacle.tryComplete("Postgres did not answer within " + LIMIT.toSeconds() + " s"));
        postgres.pool().preparedQuery(PROBE).execute().onComplete(
                rows -> obstacle.tryComplete(rows.iterator().next().getBoolean(0) ? null : "Postgres takes no writes: it is read-only"),
                cause -> obstacle.tryComplete("Postgres: " + cause.getMessage()));
        return obstacle.future().onComplete(ignored -> vertx.cancelTimer(timer));
    }
}
