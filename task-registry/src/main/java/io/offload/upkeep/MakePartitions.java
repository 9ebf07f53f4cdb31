package io.offload.upkeep;

import static io.offload.store.Postgres.await;

import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes partitions of runs, history and logs before they are needed: each a sixth of the retention wide, at least two ahead. */
@Singleton
public class MakePartitions implements Sweep {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ENSURE = "SELECT ensure_partitions($1::bigint * interval '1 s', $2)";
    static final int AHEAD = 2;

    private final RetentionConfig config;

    @Inject
    public MakePartitions(RetentionConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "make-partitions";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(5);
    }

    /** Width of a partition: whole hours. */
    static Duration width(RetentionConfig config) {
        return Duration.ofHours(Math.max(1, config.age().toHours() / 6));
    }

    /** Makes what is missing; an API instance does so before its first request. */
    public void make(SqlClient client) {
        await(client.preparedQuery(ENSURE).execute(Tuple.of(width(config).toSeconds(), AHEAD)), LIMIT);
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        make(connection);
        return AfterCommit.NOTHING;
    }
}
