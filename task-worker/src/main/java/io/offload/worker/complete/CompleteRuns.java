package io.offload.worker.complete;

import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.run.RunError;
import io.offload.run.RunState;
import io.offload.store.GroupCommit;
import io.offload.store.Pace;
import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.offload.worker.WorkerConfig;
import io.offload.worker.claim.ClaimBatch;
import io.offload.worker.execute.RunInFlight;
import io.offload.worker.execute.RunsInFlight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Writes outcomes in groups. While Postgres is away they are kept and repeated; once it is back they are written, or refused because the lease was
 * lost. An outcome that the database cannot store becomes FAILED {@code ResultNotStorable}, its neighbours are unharmed.
 */
@Singleton
public class CompleteRuns {
    private static final Logger LOG = Logger.getLogger(CompleteRuns.class);
    private static final String READ_BACK = Sql.load(CompleteRuns.class, "read_back");
    private static final String FORGET_BATCHES = "DELETE FROM claim_batch WHERE id = ANY ($1)";
    private static final int LANES = 2;
    private static final int AT_ONCE = 1000;
    private static final int MOST_NOTIFIED = 8;
    private static final Duration QUICK_ANSWER = Duration.ofMillis(4);

    private final Vertx vertx;
    private final Postgres postgres;
    private final RunsInFlight runs;
    private final EventPublisher events;
    private final String worker;
    private final GroupCommit<Outcome> outcomes;
    private final Queue<UUID> doneBatches = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean notifying = new AtomicBoolean();
    private final AtomicLong refused = new AtomicLong();
    private final OutcomeCounts counts = new OutcomeCounts();
    private volatile Runnable written = () -> {};
    private volatile BiConsumer<RunInFlight, String> ended = (run, state) -> {};

    @Inject
    public CompleteRuns(Vertx vertx, Postgres postgres, RunsInFlight runs, EventPublisher events, WorkerConfig config) {
        this.vertx = vertx;
        this.postgres = postgres;
        this.runs = runs;
        this.events = events;
        this.worker = config.name();
        Pace pace = new Pace(Duration.ZERO, Duration.ofNanos(250_000), Duration.ofMillis(16), 500);
        this.outcomes = new GroupCommit<>("outcomes", vertx, postgres.pipeline(), LANES, AT_ONCE, Integer.MAX_VALUE, pace, new Writing());
    }

    /** Who is told, after the commit, that a run of a task with hooks has come to a terminal state. */
    public void onEnded(BiConsumer<RunInFlight, String> listener) {
        this.ended = listener;
    }

    /** Who is told, after each commit, that fewer outcomes wait: who claims nothing while too many do must look again. */
    public void onWritten(Runnable listener) {
        this.written = listener;
    }

    /** Writes the outcome of an attempt soon. */
    public void write(RunInFlight run, RunState next) {
        outcomes.offer(new Outcome(run.id(), run.attempt(), run.batch(), next, run));
    }

    /** Hands back a run that is claimed for this session but that this worker does not execute. */
    public void handBackUnknown(UUID id, int attempt, ClaimBatch batch, String reason) {
        outcomes.offer(new Outcome(id, attempt, batch, new RunState.Pending(reason), null));
    }

    /** Something else has already decided the attempt. */
    public void settledElsewhere(RunInFlight run) {
        runs.remove(run);
        release(run.batch());
    }

    /** Outcomes that are not written yet. */
    public int unwritten() {
        return outcomes.waiting();
    }

    /** Whether every outcome is written. */
    public boolean idle() {
        return outcomes.idle();
    }

    /** Attempts by what became of them since the start. */
    public OutcomeCounts counts() {
        return counts;
    }

    /** Outcomes that the fence refused since the start. */
    public long refused() {
        return refused.get();
    }

    /** Removes the rows of claim batches that are done, when no outcome carries them away. */
    public void forgetDoneBatches() {
        UUID[] ids = drainDoneBatches();
        if (ids.length > 0) {
            postgres.pipeline().preparedQuery(FORGET_BATCHES).execute(Tuple.of((Object) ids)).onFailure(cause -> doneBatches.addAll(List.of(ids)));
        }
    }

    /** Removes the rows of these claim batches with the next outcomes, or within a second. */
    public void forgetBatches(Collection<UUID> ids) {
        doneBatches.addAll(ids);
    }

    /**
     * Postgres commits transactions that notify one after another: only one flush of few outcomes at a time does it, and only while Postgres answers quickly,
     * which it does not when many workers do it.
     */
    private boolean mayNotify(int outcomesAtOnce) {
        return outcomesAtOnce <= MOST_NOTIFIED && outcomes.recentAnswer().compareTo(QUICK_ANSWER) < 0;
    }

    private UUID[] drainDoneBatches() {
        List<UUID> ids = new ArrayList<>();
        UUID id;
        while ((id = doneBatches.poll()) != null) {
            ids.add(id);
        }
        return ids.toArray(UUID[]::new);
    }

    private void release(ClaimBatch batch) {
        if (batch.settledOne()) {
            doneBatches.add(batch.id());
        }
    }

    private final class Writing implements GroupCommit.Batch<Outcome> {
        @Override
        public int weight(Outcome outcome) {
            return outcome.weight();
        }

        @Override
        public Future<RowSet<Row>> write(SqlConnection connection, List<Outcome> items) {
            boolean notify = mayNotify(items.size()) && notifying.compareAndSet(false, true);
            if (!notify) {
                return OutcomeStatement.write(connection, items, drainDoneBatches(), null);
            }
            return Future.succeededFuture().compose(ignored -> OutcomeStatement.write(connection, items, drainDoneBatches(), worker))
                    .onComplete(ignored -> notifying.set(false));
        }

        @Override
        public void written(List<Outcome> items, RowSet<Row> rows) {
            Map<UUID, String> states = new HashMap<>(rows.size() * 2);
            List<RunEvent> changed = new ArrayList<>(rows.size());
            boolean notified = false;
            for (Row row : rows) {
                UUID id = row.getUUID(0);
                String state = row.getString(5);
                states.put(id, state);
                notified |= row.getString(8) != null;
                changed.add(RunEvent.state(id, row.getString(1), row.getString(2), row.getInteger(3), row.getInteger(4), state, row.getString(6),
                        row.getOffsetDateTime(7).toInstant()));
            }
            if (notified) {
                events.publishSoon(changed);
            } else {
                events.publish(changed);
            }
            List<Outcome> notWritten = new ArrayList<>(0);
            for (Outcome outcome : items) {
                String state = states.get(outcome.id());
                if (state == null) {
                    notWritten.add(outcome);
                } else {
                    counts.count(state);
                    finished(outcome, state);
                }
            }
            if (!notWritten.isEmpty()) {
                readBack(notWritten);
            }
            written.run();
        }

        @Override
        public void refused(Outcome outcome, PgException reason) {
            outcomes.offer(outcome.instead(new RunState.Failed("Failed",
                    RunError.of("ResultNotStorable", "Postgres refused the outcome: " + reason.getErrorMessage()))));
        }

        @Override
        public boolean unknown(List<Outcome> items, Throwable cause) {
            return true;
        }
    }

    private void finished(Outcome outcome, String state) {
        if (outcome.run() != null) {
            runs.remove(outcome.run());
            if (outcome.hooks() != 0) {
                ended.accept(outcome.run(), state);
            }
        }
        release(outcome.batch());
    }

    private void readBack(List<Outcome> items) {
        UUID[] ids = items.stream().map(Outcome::id).sorted(RunIds::compare).toArray(UUID[]::new);
        Tuple parameters = Tuple.of((Object) ids, ids[0], ids[ids.length - 1], items.get(0).batch().session());
        postgres.pipeline().preparedQuery(READ_BACK).execute(parameters).onSuccess(rows -> {
            int mine = rows.size();
            if (items.size() > mine) {
                refused.addAndGet(items.size() - mine);
                LOG.infof("%d outcomes were refused: their runs are no longer this session's (%d had been written before)", items.size() - mine, mine);
            }
            items.forEach(outcome -> finished(outcome, "refused"));
        }).onFailure(cause -> vertx.setTimer(500, ignored -> readBack(items)));
    }
}
