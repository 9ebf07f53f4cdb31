package io.offload.api.list;

import io.offload.run.StateType;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds the ids of a page, walking backwards in steps. A call looks at no more than {@value #MOST} runs, and begins no step after 25 ms: with the
 * step that is under way then it stays below 100 ms.
 */
@Singleton
public class FindRuns {
    private static final String SCAN = Sql.load(FindRuns.class, "scan");
    private static final String SCAN_TASK = Sql.load(FindRuns.class, "scan_task");
    private static final String SCAN_TAG = Sql.load(FindRuns.class, "scan_tag");
    private static final String SMALL_TABLES = Sql.load(FindRuns.class, "small_tables");
    private static final String OPEN_RUNS_UP_TO = Sql.load(FindRuns.class, "open_runs_up_to");
    private static final int MOST = 20_000;
    private static final int LARGEST_STEP = 2000;
    /** How many named runs are sorted to find the newest: 40,000 take 20 ms. */
    private static final int MOST_NAMED = 40_000;
    /** By how much ids that one flush has submitted may differ: a batch names them in the order they came in. */
    private static final long BATCH_SPAN_MS = 60_000;
    private static final long ENOUGH_NANOS = 25_000_000;
    private static final Set<StateType> NAMED_BY_SMALL_TABLES = Set.of(StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING,
            StateType.CANCELLING, StateType.FAILED, StateType.CANCELLED, StateType.CRASHED);

    private final Postgres postgres;

    /**
     * What was found.
     *
     * @param reached the last id that was looked at; null when nothing is left
     */
    public record Found(List<UUID> ids, UUID reached) {}

    @Inject
    FindRuns(Postgres postgres) {
        this.postgres = postgres;
    }

    /** The newest runs below an id that fit, at most so many. */
    public Future<Found> below(UUID end, RunFilter filter, int limit) {
        long begunNanos = System.nanoTime();
        int first = Math.max(limit, 200);
        String walk = !filter.tags().isEmpty() ? SCAN_TAG : filter.task() != null ? SCAN_TASK : SCAN;
        if (!filter.tags().isEmpty() || !filter.hasOnly(NAMED_BY_SMALL_TABLES)) {
            return new Walk(walk, filter, limit, end, begunNanos).step(first);
        }
        boolean pending = filter.states().contains(StateType.PENDING);
        boolean claimed = filter.states().contains(StateType.RUNNING) || filter.states().contains(StateType.CANCELLING);
        if (!pending && !claimed) {
            return new Walk(SMALL_TABLES, filter, limit, end, begunNanos).step(first);
        }
        boolean onlyPending = filter.states().size() == 1 && pending;
        UUID belowEnd = moved(end, -BATCH_SPAN_MS);
        Tuple parameters = Tuple.of(pending, !onlyPending, MOST_NAMED, belowEnd, moved(end, BATCH_SPAN_MS), Instant.ofEpochMilli(belowEnd.getMostSignificantBits() >>> 16).atOffset(ZoneOffset.UTC));
        return postgres.pool().preparedQuery(OPEN_RUNS_UP_TO).execute(parameters).compose(rows -> {
            Row row = rows.iterator().next();
            if (row.getInteger("n") < MOST_NAMED) {
                return new Walk(SMALL_TABLES, filter, limit, end, begunNanos).step(first);
            }
            boolean jumps = onlyPending && !row.getBoolean("beyond");
            if (jumps && row.getUUID("newest") == null) {
                return Future.succeededFuture(new Found(List.of(), null));
            }
            return new Walk(walk, filter, limit, jumps ? moved(row.getUUID("newest"), BATCH_SPAN_MS) : end, begunNanos).step(first);
        });
    }

    /** The id of a time that is so much later; the first or the last of all when there is none. */
    private static UUID moved(UUID id, long millis) {
        long at = (id.getMostSignificantBits() >>> 16) + millis;
        return at < 0 ? new UUID(0, 0) : at >= 1L << 48 ? new UUID(-1, -1) : new UUID(at << 16, 0);
    }

    private final class Walk {
        private final String statement;
        private final RunFilter filter;
        private final int limit;
        private final long begunNanos;
        private final List<UUID> found = new ArrayList<>();
        private UUID end;
        private int lookedAt;

        Walk(String statement, RunFilter filter, int limit, UUID end, long begunNanos) {
            this.statement = statement;
            this.filter = filter;
            this.limit = limit;
            this.end = end;
            this.begunNanos = begunNanos;
        }

        Future<Found> step(int size) {
            return postgres.pool().preparedQuery(statement).execute(parameters(size)).compose(rows -> {
                UUID last = null;
                long looked = 0;
                for (Row row : rows) {
                    if (row.getLong(1) == null) {
                        found.add(row.getUUID(0));
                    } else {
                        last = row.getUUID(0);
                        looked = row.getLong(1);
                    }
                }
                if (found.size() == limit) {
                    return Future.succeededFuture(new Found(found, found.get(limit - 1)));
                }
                if (looked < size) {
                    return Future.succeededFuture(new Found(found, null));
                }
                end = last;
                lookedAt += size;
                if (lookedAt >= MOST || System.nanoTime() - begunNanos > ENOUGH_NANOS) {
                    return Future.succeededFuture(new Found(found, last));
                }
                return step(Math.min(Math.min(size * 4, LARGEST_STEP), MOST - lookedAt));
            });
        }

        private Tuple parameters(int size) {
            Tuple parameters = Tuple.tuple();
            parameters.addUUID(filter.lowest()).addUUID(end).addInteger(size).addInteger(limit - found.size());
            parameters.addArrayOfString(filter.states().isEmpty() ? null : names(filter.states()));
            parameters.addString(filter.task()).addString(filter.queue());
            parameters.addArrayOfString(filter.tags().size() < 2 ? null : filter.tags().toArray(String[]::new));
            parameters.addString(filter.part() == null ? null : "%" + filter.part().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
            if (statement.equals(SCAN_TAG)) {
                parameters.addString(filter.tags().get(0));
            }
            return parameters;
        }
    }

    static String[] names(Set<StateType> states) {
        return states.stream().map(StateType::name).toArray(String[]::new);
    }
}
