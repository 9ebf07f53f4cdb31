package io.offload.cache;

import static io.offload.store.Postgres.await;

import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Removes cached answers that have expired. Nobody finds them any more before that either, so it need not be soon. */
@Singleton
public class ForgetExpiredAnswers implements Sweep {
    private static final String FORGET = "DELETE FROM cache_entry WHERE key IN (SELECT key FROM cache_entry WHERE expires_at < now() LIMIT $1)";
    private static final int AT_ONCE = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "forget-expired-answers";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(30);
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        int forgotten = await(connection.preparedQuery(FORGET).execute(Tuple.of(AT_ONCE)), LIMIT).rowCount();
        return () -> forgotten == AT_ONCE;
    }
}
