package io.offload.api.ui.run;

import io.offload.api.history.HistoryResource;
import io.offload.api.logs.LogLine;
import io.offload.api.logs.ReadLogs;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.run.StateType;
import io.offload.store.DatabaseClock;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads all that the page of a run shows. */
@Singleton
class ReadRun {
    private static final String HISTORY = Sql.load(HistoryResource.class, "history");
    private static final String RELATED = Sql.load(ReadRun.class, "related");
    private static final String WAITING = Sql.load(ReadRun.class, "waiting");
    private static final int MOST_SEGMENTS = 500;
    private static final int MOST_LINES = 2000;

    private final ReadRuns reads;
    private final ReadLogs logs;
    private final Postgres postgres;
    private final DatabaseClock clock;

    /**
     * A run with its surroundings.
     *
     * @param leftOut how many states were before those of the timeline
     * @param waiting null when it does not wait
     */
    record Found(RunView run, int leftOut, List<Segment> segments, List<LogLine> lines, boolean moreLines, Related related, Waiting waiting) {}

    @Inject
    ReadRun(ReadRuns reads, ReadLogs logs, Postgres postgres, DatabaseClock clock) {
        this.reads = reads;
        this.logs = logs;
        this.postgres = postgres;
        this.clock = clock;
    }

    /** Fails with {@link io.offload.api.problem.Problem#UNKNOWN_RUN} when there is none. */
    Future<Found> get(UUID id) {
        return reads.get(id).compose(run -> {
            int leftOut = Math.max(0, run.revision() - MOST_SEGMENTS);
            Future<RowSet<Row>> history = postgres.pool().preparedQuery(HISTORY).execute(Tuple.of(id, leftOut, MOST_SEGMENTS));
            Future<List<LogLine>> lines = logs.after(id, 0, MOST_LINES + 1);
            Future<RowSet<Row>> related = postgres.pool().preparedQuery(RELATED).execute(Tuple.of(id));
            Future<RowSet<Row>> waiting = run.state() == StateType.PENDING || run.state() == StateType.SCHEDULED
                    ? postgres.pool().preparedQuery(WAITING).execute(Tuple.of(id, run.queue(), run.task())) : Future.succeededFuture();
            return Future.all(history, lines, related, waiting).map(all -> {
                Related more = Related.of(related.result().iterator().next());
                boolean cut = lines.result().size() > MOST_LINES;
                return new Found(run, leftOut, Segment.of(history.result(), !run.state().terminal(), clock.instant()),
                        cut ? lines.result().subList(0, MOST_LINES) : lines.result(), cut, more,
                        waiting.result() == null ? null : Waiting.of(run, more, waiting.result().iterator().next()));
            });
        });
    }
}
