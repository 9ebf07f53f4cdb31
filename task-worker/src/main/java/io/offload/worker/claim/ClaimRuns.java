package io.offload.worker.claim;

import com.github.f4b6a3.uuid.UuidCreator;
import io.offload.catalog.TaskCatalog;
import io.offload.catalog.TaskDefinition;
import io.offload.event.ChangedRows;
import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.run.RunState.Running;
import io.offload.store.Pace;
import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.offload.worker.complete.CompleteRuns;
import io.offload.worker.execute.ExecuteRuns;
import io.offload.worker.execute.RunInFlight;
import io.offload.worker.execute.Slots;
import io.offload.worker.intake.Intaken;
import io.offload.worker.intake.QueueIntake;
import io.offload.worker.lease.WorkerSession;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Claims what has been read, as many as there is room for, in one statement; two such statements may be under way. Whenever commands arrive, a slot
 * becomes free, outcomes have been written or a claim returns, {@link #pump()} looks whether more can be claimed.
 *
 * <p>When the answer of a claim is lost, the claim batch tells: the worker asks whether its row exists, and owns its runs or claims again.
 */
@Singleton
public class ClaimRuns {
    private static final Logger LOG = Logger.getLogger(ClaimRuns.class);
    private static final String CLAIM = Sql.load(ClaimRuns.class, "claim_runs");
    private static final String CLAIM_WITH_INPUT = Sql.load(ClaimRuns.class, "claim_runs_with_input");
    private static final int INPUT = 11;
    private static final String BATCH_EXISTS = Sql.load(ClaimRuns.class, "batch_exists");
    private static final String AWAIT_WORKER = Sql.load(ClaimRuns.class, "await_worker");
    private static final int LANES = 2;
    private static final int AT_ONCE = 1000;
    private static final int MAX_UNWRITTEN = 5_000;
    private static final long RETRY_MS = 250;
    private final Pace pace = new Pace(Duration.ZERO, Duration.ofNanos(250_000), Duration.ofMillis(16), 500);

    private final Postgres postgres;
    private final Vertx vertx;
    private final TaskCatalog catalog;
    private final WorkerSession session;
    private final Slots slots;
    private final ExecuteRuns execute;
    private final CompleteRuns complete;
    private final EventPublisher events;
    private final List<QueueIntake> intakes = new CopyOnWriteArrayList<>();
    private final AtomicInteger pumping = new AtomicInteger();
    private final AtomicInteger lanes = new AtomicInteger(LANES);
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final AtomicInteger claiming = new AtomicInteger();
    private final LongAdder claimed = new LongAdder();
    private volatile boolean stopped;

    /** A command to claim; {@code decided} runs when Postgres has answered. */
    public record Wanted(UUID id, String task, String queue, String input, String traceparent, Runnable decided) {}

    @Inject
    public ClaimRuns(Postgres postgres, Vertx vertx, TaskCatalog catalog, WorkerSession session, Slots slots, ExecuteRuns execute,
            CompleteRuns complete, EventPublisher events) {
        this.postgres = postgres;
        this.vertx = vertx;
        this.catalog = catalog;
        this.session = session;
        this.slots = slots;
        this.execute = execute;
        this.complete = complete;
        this.events = events;
        execute.onRoom(this::pump);
        complete.onWritten(this::pump);
    }

    public void serve(QueueIntake intake) {
        intakes.add(intake);
    }

    /** Claims nothing from now on. */
    public void stop() {
        stopped = true;
    }

    /** Runs claimed since the start. */
    public long claimed() {
        return claimed.sum();
    }

    /** Claims under way. */
    public int claiming() {
        return claiming.get();
    }

    /** How many runs may be claimed now. */
    public int room() {
        if (stopped || complete.unwritten() >= MAX_UNWRITTEN) {
            return 0;
        }
        return Math.max(0, slots.free() + slots.prefetch() - execute.ready() - claiming.get());
    }

    /** Whether no command waits to be claimed here. */
    public boolean nothingWaits() {
        return intakes.stream().allMatch(intake -> intake.waiting() == 0);
    }

    /** Claims as much as there is room for. Thread-safe, never blocks. */
    public void pump() {
        if (pumping.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            while (lanes.get() > 0 && claimSome()) {
                // until there is no room, no command or no lane
            }
            seen = pumping.addAndGet(-seen);
        } while (seen != 0);
    }

    private boolean claimSome() {
        int room = Math.min(AT_ONCE, room());
        if (room == 0) {
            return false;
        }
        int[] held = new int[intakes.size()];
        int[] waiting = new int[held.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = slots.inFlight(intakes.get(i).queue()).get();
            waiting[i] = intakes.get(i).waiting();
        }
        int claimable = Math.min(room, Arrays.stream(waiting).sum());
        long wait = pace.waitMillis(claimable);
        if (wait > 0 && claimable > 0) {
            gather(wait);
            return false;
        }
        int[] share = FairShare.split(room, held, waiting);
        List<Wanted> known = new ArrayList<>();
        List<Wanted> unknown = new ArrayList<>();
        for (int i = 0; i < share.length; i++) {
            Intaken next;
            for (int n = 0; n < share[i] && (next = intakes.get(i).next()) != null; n++) {
                Wanted wanted = new Wanted(next.command().id(), next.command().task(), next.command().queue(), next.command().input(),
                        next.traceparent(), next::decided);
                (catalog.find(wanted.task()).isPresent() ? known : unknown).add(wanted);
            }
        }
        if (!unknown.isEmpty()) {
            awaitWorker(unknown);
        }
        if (known.isEmpty()) {
            return !unknown.isEmpty();
        }
        claim(known);
        return true;
    }

    private void gather(long millis) {
        if (gathering.compareAndSet(false, true)) {
            vertx.setTimer(millis, ignored -> {
                gathering.set(false);
                pump();
            });
        }
    }

    /** Claims these runs, whatever the room: the caller has looked. */
    public void claim(List<Wanted> wanted) {
        lanes.decrementAndGet();
        pace.flushing(wanted.size());
        claiming.addAndGet(wanted.size());
        attempt(sorted(wanted), new ClaimBatch(UuidCreator.getTimeOrderedEpochFast(), session.id()));
    }

    private static List<Wanted> sorted(List<Wanted> wanted) {
        List<Wanted> sorted = new ArrayList<>(wanted);
        sorted.sort((a, b) -> RunIds.compare(a.id(), b.id()));
        return sorted;
    }

    private void attempt(List<Wanted> wanted, ClaimBatch batch) {
        int n = wanted.size();
        UUID[] ids = new UUID[n];
        boolean allHaveInput = true;
        for (int i = 0; i < n; i++) {
            ids[i] = wanted.get(i).id();
            allHaveInput &= wanted.get(i).input() != null;
        }
        Tuple parameters = Tuple.of((Object) ids, batch.session(), batch.id(), ids[0], ids[n - 1]);
        if (!allHaveInput) {
            parameters.addArrayOfBoolean(wanted.stream().map(one -> one.input() == null).toArray(Boolean[]::new));
        }
        postgres.pipeline().preparedQuery(allHaveInput ? CLAIM : CLAIM_WITH_INPUT).execute(parameters)
                .onSuccess(rows -> claimed(wanted, batch, rows))
                .onFailure(cause -> askWhetherClaimed(wanted, batch, cause));
    }

    private void askWhetherClaimed(List<Wanted> wanted, ClaimBatch batch, Throwable cause) {
        LOG.warnf("the claim of %d runs got no answer (%s); its batch %s tells whether it took effect", wanted.size(), cause.toString(), batch.id());
        vertx.setTimer(RETRY_MS, ignored -> postgres.lookups().preparedQuery(BATCH_EXISTS).execute(Tuple.of(batch.id(), batch.session()))
                .onSuccess(rows -> {
                    if (rows.size() > 0) {
                        claimed(wanted, batch, rows);
                    } else {
                        attempt(wanted, session.id() == batch.session() ? batch : new ClaimBatch(UuidCreator.getTimeOrderedEpochFast(), session.id()));
                    }
                })
                .onFailure(again -> askWhetherClaimed(wanted, batch, again)));
    }

    private void claimed(List<Wanted> wanted, ClaimBatch batch, RowSet<Row> rows) {
        batch.holds(rows.size());
        claimed.add(rows.size());
        Map<UUID, Wanted> byId = wanted.size() == 1 ? Map.of(wanted.get(0).id(), wanted.get(0)) : index(wanted);
        List<RunInFlight> runs = new ArrayList<>(rows.size());
        List<RunEvent> changed = new ArrayList<>(rows.size());
        for (Row row : rows) {
            UUID id = row.getUUID(0);
            Wanted from = byId.get(id);
            String task = row.getString(1);
            int attempt = row.getInteger(4);
            Running.Claim claim = new Running.Claim(batch.session(), attempt, row.getInteger(5), row.getInteger(6));
            String input = from.input() != null ? from.input() : row.getString(INPUT);
            TaskDefinition definition = catalog.find(task).orElse(null);
            if (definition == null) {
                complete.handBackUnknown(id, attempt, batch, "its command named task " + from.task() + ", which it is not");
                continue;
            }
            runs.add(new RunInFlight(id, definition, input, claim, batch, from.traceparent() != null ? from.traceparent() : row.getString(9)));
            changed.add(RunEvent.state(id, task, row.getString(2), row.getInteger(3), attempt, row.getString(7), row.getString(8),
                    row.getOffsetDateTime(10).toInstant()));
        }
        wanted.forEach(one -> one.decided().run());
        if (batch.session() == session.id()) {
            execute.accept(runs);
        } else {
            LOG.warnf("%d runs were claimed for session %d, which was called lost meanwhile: they are others' now", runs.size(), batch.session());
        }
        claiming.addAndGet(-wanted.size());
        lanes.incrementAndGet();
        events.publish(changed);
        pump();
    }

    private static Map<UUID, Wanted> index(List<Wanted> wanted) {
        Map<UUID, Wanted> byId = new HashMap<>(wanted.size() * 2);
        wanted.forEach(one -> byId.put(one.id(), one));
        return byId;
    }

    private void awaitWorker(List<Wanted> wanted) {
        List<Wanted> sorted = sorted(wanted);
        UUID[] ids = sorted.stream().map(Wanted::id).toArray(UUID[]::new);
        postgres.pipeline().preparedQuery(AWAIT_WORKER).execute(Tuple.of((Object) ids, ids[0], ids[ids.length - 1]))
                .onSuccess(rows -> {
                    sorted.forEach(one -> one.decided().run());
                    events.publish(ChangedRows.events(rows));
                })
                .onFailure(cause -> {
                    LOG.warnf("%d runs of unknown tasks could not be put back, they will be: %s", ids.length, cause.toString());
                    vertx.setTimer(RETRY_MS, ignored -> awaitWorker(sorted));
                });
    }
}
