package io.offload.upkeep;

import static io.offload.store.Postgres.await;

import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.Row;
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
    private static final String INDEXES = "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_inherits p ON p.inhrelid = i.indrelid "
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

    @Override
    public AfterCommit run(SqlConnection connection) {
        await(connection.preparedQuery(FOLD).execute(), LIMIT);
        for (Row row : await(connection.preparedQuery(INDEXES).execute(), LIMIT)) {
            await(connection.query("SELECT brin_summarize_new_values('" + row.getString(0) + "')").execute(), LIMIT);
        }
        return AfterCommit.NOTHING;
    }
}
