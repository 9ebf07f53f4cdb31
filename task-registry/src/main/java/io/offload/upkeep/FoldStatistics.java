package io.offload.upkeep;

import static io.offload.store.Postgres.await;

import io.offload.store.Postgres;
import io.offload.store.PostgresUnavailableException;
import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Folds the delta rows that every flush leaves into one row a minute, queue, task, state and duration bucket; and summarises the page ranges that
 * history has grown by, so that reading one run's history stays short.
 */
@Singleton
public class FoldStatistics implements Sweep {
    private static final Logger LOG = Logger.getLogger(FoldStatistics.class);
    private static final String FOLD = Sql.load(FoldStatistics.class, "fold_minutes");
    /** Each of them at once: what is not summarized yet is read whole by everybody who looks for a run's history. */
    private static final String SUMMARIZE = "SELECT brin_summarize_new_values(i.indexrelid) FROM pg_index i JOIN pg_inherits p ON p.inhrelid = i.indrelid "
            + "WHERE p.inhparent = 'run_history'::regclass";
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private final Postgres postgres;

    @Inject
    public FoldStatistics(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return "fold-statistics";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(2);
    }

    /** Whatever submits and completes runs leaves such a row, and history with it. */
    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM run_minute_delta)";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        await(connection.preparedQuery(FOLD).execute(), LIMIT);
        return () -> {
            summarize();
            return false;
        };
    }

    /** Its lock excludes vacuum's, which gives way to whoever waits for a second: so this waits less, and comes again. */
    private void summarize() {
        try {
            await(postgres.pool().withTransaction(own -> own.query("SET LOCAL lock_timeout = '100ms'").execute()
                    .compose(ignored -> own.query(SUMMARIZE).execute())), LIMIT);
        } catch (PostgresUnavailableException e) {
            LOG.debugf("history could not be summarized, it will be: %s", e.toString());
        }
    }
}
