package io.offload.upkeep;

import static io.offload.store.Postgres.await;

import io.offload.store.Postgres;
import io.offload.store.PostgresUnavailableException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Drops a partition of runs, inputs, history and logs: DETACH CONCURRENTLY, which lets traffic go on, then DROP. A detachment that was cut off is finished
 * the next time.
 */
@Singleton
public class DropPartitions {
    private static final Logger LOG = Logger.getLogger(DropPartitions.class);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String[] PARENTS = {"run_log", "run_history", "run_input", "task_run"};
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('offload.drop-partitions'))";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtext('offload.drop-partitions'))";
    private static final String ATTACHED = "SELECT i.inhdetachpending FROM pg_inherits i WHERE i.inhparent = $1::text::regclass AND i.inhrelid = to_regclass($2)";
    private static final String BOUNDS = "SELECT uuid_lower_bound(lower_at), uuid_lower_bound(upper_at) FROM run_partition WHERE suffix = $1";
    private static final String[] SIDES = {
        "DELETE FROM run_tag WHERE run_id >= $1 AND run_id < $2",
        "DELETE FROM unsuccessful_run WHERE run_id >= $1 AND run_id < $2",
        "DELETE FROM cache_entry WHERE run_id >= $1 AND run_id < $2"
    };

    private final Postgres postgres;

    @Inject
    public DropPartitions(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Drops the partition, unless another process is about to.
     *
     * @param suffix of {@code run_partition}
     */
    public void drop(String suffix) {
        SqlConnection connection = await(postgres.pool().getConnection(), LIMIT);
        try {
            if (await(connection.query(LOCK).execute(), LIMIT).iterator().next().getBoolean(0)) {
                try {
                    dropLocked(connection, suffix);
                } finally {
                    await(connection.query(UNLOCK).execute(), LIMIT);
                }
            }
        } catch (PostgresUnavailableException e) {
            LOG.warnf("partition %s could not be dropped, it will be tried again: %s", suffix, e.getMessage());
        } finally {
            connection.close();
        }
    }

    private static void dropLocked(SqlConnection connection, String suffix) {
        var bounds = await(connection.preparedQuery(BOUNDS).execute(Tuple.of(suffix)), LIMIT);
        if (bounds.size() == 0) {
            return;
        }
        Row row = bounds.iterator().next();
        for (String parent : PARENTS) {
            String partition = parent + "_" + suffix;
            var attached = await(connection.preparedQuery(ATTACHED).execute(Tuple.of(parent, partition)), LIMIT);
            if (attached.size() > 0) {
                String how = attached.iterator().next().getBoolean(0) ? "FINALIZE" : "CONCURRENTLY";
                await(connection.query("ALTER TABLE %s DETACH PARTITION \"%s\" %s".formatted(parent, partition, how)).execute(), LIMIT);
            }
            await(connection.query("DROP TABLE IF EXISTS \"%s\"".formatted(partition)).execute(), LIMIT);
        }
        for (String side : SIDES) {
            await(connection.preparedQuery(side).execute(Tuple.of(row.getUUID(0), row.getUUID(1))), LIMIT);
        }
        await(connection.preparedQuery("DELETE FROM run_partition WHERE suffix = $1").execute(Tuple.of(suffix)), LIMIT);
        LOG.infof("partition %s has outlived its retention and was dropped", suffix);
    }
}
