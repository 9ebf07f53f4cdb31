package io.offload.upkeep;

import static io.offload.store.Postgres.await;

import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what is older than its retention, in bounded steps and without stopping traffic: whole partitions when nothing in them is open or kept
 * longer, otherwise finished runs in small batches. Age counts from the moment a run was accepted, or from its end when it was still open at that age.
 */
@Singleton
public class RemoveOldRuns implements Sweep {
    private static final String OF_TASK = Sql.load(RemoveOldRuns.class, "remove_old_of_task");
    private static final String PARTITIONS = Sql.load(RemoveOldRuns.class, "expired_partitions");
    private static final String SIDES = Sql.load(RemoveOldRuns.class, "remove_old_sides");
    private static final String TASKS = "SELECT name, (extract(epoch FROM retention) * 1000)::bigint AS retention_ms FROM published_task";
    private static final String NOTE_OPEN = "UPDATE run_partition SET open_at = now() WHERE suffix = ANY ($1)";
    private static final Duration LIMIT = Duration.ofSeconds(25);
    private static final int AT_ONCE = 500;

    private final RetentionConfig config;
    private final DropPartitions drop;

    /** A partition whose runs have all outlived the default retention. */
    private record Expired(String suffix, OffsetDateTime upper, boolean open, boolean kept, boolean late) {
        boolean isDroppable() {
            return !open && !kept && !late;
        }
    }

    @Inject
    public RemoveOldRuns(RetentionConfig config, DropPartitions drop) {
        this.config = config;
        this.drop = drop;
    }

    @Override
    public String name() {
        return "remove-old-runs";
    }

    @Override
    public Duration interval() {
        return config.interval();
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        Instant now = await(connection.query("SELECT now()").execute(), LIMIT).iterator().next().getOffsetDateTime(0).toInstant();
        OffsetDateTime usual = before(now, config.age());
        List<Expired> expired = expired(connection, usual);
        boolean more = false;
        for (Row task : await(connection.preparedQuery(TASKS).execute(), LIMIT)) {
            Long own = task.getLong("retention_ms");
            OffsetDateTime limit = own != null ? before(now, Duration.ofMillis(own)) : stragglersBefore(expired);
            if (limit != null) {
                more |= remove(connection, task.getString("name"), limit, own != null ? limit : usual) == AT_ONCE;
            }
        }
        Tuple sides = Tuple.of(usual, before(now, config.idempotencyKeys()), before(now, config.statistics()), AT_ONCE);
        more |= await(connection.preparedQuery(SIDES).execute(sides), LIMIT).iterator().next().getLong(0) == AT_ONCE;
        List<String> droppable = new ArrayList<>();
        expired.stream().filter(Expired::isDroppable).forEach(partition -> droppable.add(partition.suffix()));
        boolean again = more;
        return () -> {
            droppable.forEach(drop::drop);
            return again;
        };
    }

    private static OffsetDateTime before(Instant now, Duration age) {
        return now.minus(age).atOffset(ZoneOffset.UTC);
    }

    private List<Expired> expired(SqlConnection connection, OffsetDateTime usual) {
        List<Expired> expired = new ArrayList<>();
        for (Row row : await(connection.preparedQuery(PARTITIONS).execute(Tuple.of(usual)), LIMIT)) {
            expired.add(new Expired(row.getString("suffix"), row.getOffsetDateTime("upper_at"), row.getBoolean("open"), row.getBoolean("kept"), row.getBoolean("late")));
        }
        String[] open = expired.stream().filter(Expired::open).map(Expired::suffix).toArray(String[]::new);
        if (open.length > 0) {
            await(connection.preparedQuery(NOTE_OPEN).execute(Tuple.of((Object) open)), LIMIT);
        }
        return expired;
    }

    /** Up to where finished runs leave one by one, because something else keeps their partition; null when there is no such partition. */
    private static OffsetDateTime stragglersBefore(List<Expired> expired) {
        return expired.stream().filter(partition -> !partition.isDroppable()).map(Expired::upper).reduce((a, b) -> b).orElse(null);
    }

    private static int remove(SqlConnection connection, String task, OffsetDateTime acceptedBefore, OffsetDateTime endedBefore) {
        return await(connection.preparedQuery(OF_TASK).execute(Tuple.of(task, acceptedBefore, AT_ONCE, endedBefore)), LIMIT).iterator().next().getLong(0).intValue();
    }
}
