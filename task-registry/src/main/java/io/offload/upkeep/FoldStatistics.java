package io.offload.upkeep;

import static io.offload.store.Postgres.await;

import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Folds the delta rows that every flush leaves into one row a minute, queue, task, state and duration bucket; and summarises the page ranges that
 * history has grown by, so that reading one run's history stays short.
 */
@Singleton
public class FoldStatistics implements Sweep {
    private static final String FOLD = Sql.load(FoldStatistics.class, "fold_minutes");
    /** Each of them at once: what is not summarized yet is read whole by everybody who looks for a run's history. */
    private static final String SUMMARIZE = "SELECT brin_summarize_new_values(i.indexrelid) FROM pg_index i JOIN pg_inherits p ON p.inhrelid = i.indrelid "
            + "WHERE p.inhparent = 'run_history'::regclass";
    private static final Duration LIMIT = Duration.ofSeconds(25);

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
        await(connection.preparedQuery(SUMMARIZE).execute(), LIMIT);
        return AfterCommit.NOTHING;
    }
}
