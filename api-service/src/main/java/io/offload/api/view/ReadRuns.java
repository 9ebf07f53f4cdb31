package io.offload.api.view;

import io.offload.api.problem.Problem;
import io.offload.run.StateType;
import io.offload.store.GroupCommit;
import io.offload.store.Pace;
import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads run views, those of many callers in one statement. Each read begins after it was asked for. */
@Singleton
public class ReadRuns {
    private static final String READ = Sql.load(ReadRuns.class, "run_views");
    private static final String[] NO_TAGS = {};
    private static final int LANES = 2;
    private static final int AT_ONCE = 500;
    private static final int WAITING = 50_000;

    private final GroupCommit<Asked> reads;

    private record Asked(UUID id, Promise<RunView> view) {}

    @Inject
    public ReadRuns(Vertx vertx, Postgres postgres) {
        Pace pace = new Pace(Duration.ZERO, Duration.ofNanos(125_000), Duration.ofMillis(4), 64);
        this.reads = new GroupCommit<>("run reads", vertx, postgres.pipeline(), LANES, AT_ONCE, WAITING, pace, new Reading());
    }

    /** The run as it is now; null when there is none. Fails with {@link Problem#UNAVAILABLE} when Postgres is away. */
    public Future<RunView> find(UUID id) {
        Promise<RunView> view = Promise.promise();
        if (!reads.offer(new Asked(id, view))) {
            view.fail(Problem.UNAVAILABLE.because("too many reads are waiting"));
        }
        return view.future();
    }

    /** The run as it is now; fails with {@link Problem#UNKNOWN_RUN} when there is none. */
    public Future<RunView> get(UUID id) {
        return find(id).map(view -> {
            if (view == null) {
                throw Problem.unknownRun(id);
            }
            return view;
        });
    }

    /** Reads the columns of {@code run_views.sql}. */
    public static RunView view(Row row) {
        String[] tags = row.getArrayOfStrings("tags");
        return new RunView(row.getUUID("id"), row.getString("task"), row.getString("name"), StateType.valueOf(row.getString("state")),
                row.getString("state_name"), row.getString("state_message"), instant(row, "state_at"), row.getString("queue"),
                tags == null ? NO_TAGS : tags, row.getInteger("revision"), row.getInteger("attempt"), row.getInteger("max_attempts"),
                row.getInteger("failures"), row.getInteger("losses"), row.getString("input"), row.getString("result"), row.getString("error"),
                row.getString("progress"), instant(row, "scheduled_for"), instant(row, "started_at"), instant(row, "ended_at"),
                row.getString("worker"), row.getUUID("rerun_of"), row.getUUID("cached_from"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private static final class Reading implements GroupCommit.Batch<Asked> {
        @Override
        public Future<RowSet<Row>> write(SqlConnection connection, List<Asked> items) {
            UUID[] ids = items.stream().map(Asked::id).distinct().toArray(UUID[]::new);
            RunIds bounds = RunIds.boundsOf(ids);
            return connection.preparedQuery(READ).execute(Tuple.of((Object) ids, bounds.lowest(), bounds.highest()));
        }

        @Override
        public void written(List<Asked> items, RowSet<Row> rows) {
            Map<UUID, RunView> byId = new HashMap<>(rows.size() * 2);
            for (Row row : rows) {
                RunView view = view(row);
                byId.put(view.id(), view);
            }
            items.forEach(item -> item.view().complete(byId.get(item.id())));
        }

        @Override
        public void refused(Asked item, PgException reason) {
            item.view().fail(reason);
        }

        @Override
        public boolean unknown(List<Asked> items, Throwable cause) {
            items.forEach(item -> item.view().fail(Problem.UNAVAILABLE.because("the database does not answer")));
            return false;
        }
    }
}
