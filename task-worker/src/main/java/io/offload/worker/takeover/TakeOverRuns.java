package io.offload.worker.takeover;

import io.offload.catalog.TaskCatalog;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.offload.tick.Ticker;
import io.offload.worker.WorkerConfig;
import io.offload.worker.claim.ClaimRuns;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * With free slots and nothing to consume, takes PENDING runs that have waited over 1 s elsewhere: behind a busy worker's partition, or in its buffer.
 * Their commands are later dropped as already claimed. It walks the command table from its oldest batch on and remembers the place, so that batches
 * whose runs have all moved on are looked at once a round.
 */
@Singleton
public class TakeOverRuns {
    private static final Logger LOG = Logger.getLogger(TakeOverRuns.class);
    private static final String WAITING = Sql.load(TakeOverRuns.class, "waiting_runs");
    private static final OffsetDateTime START = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final long EVERY_MS = 250;
    private static final int BATCHES = 500;
    /** With more batches their runs are looked up in the next step. */
    private static final int RUNS = 1000;
    private static final int STEPS = 2;

    private final Ticker ticker;
    private final Postgres postgres;
    private final ClaimRuns claims;
    private final TaskCatalog catalog;
    private final long afterMillis;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicLong taken = new AtomicLong();
    private volatile OffsetDateTime place = START;
    private volatile Supplier<Set<String>> queues = Set::of;
    private volatile boolean stopped;

    @Inject
    public TakeOverRuns(Ticker ticker, Postgres postgres, ClaimRuns claims, TaskCatalog catalog, WorkerConfig config) {
        this.ticker = ticker;
        this.postgres = postgres;
        this.claims = claims;
        this.catalog = catalog;
        this.afterMillis = config.takeoverAfter().toMillis();
    }

    /**
     * Starts looking, four times a second while idle.
     *
     * @param servedQueues the queues that are served and not paused
     */
    public void start(Supplier<Set<String>> servedQueues) {
        queues = servedQueues;
        ticker.every(EVERY_MS, () -> look(STEPS));
    }

    public void stop() {
        stopped = true;
    }

    /** Runs claimed this way since the start. */
    public long taken() {
        return taken.get();
    }

    /** @param steps how many at most: a long table is walked in many ticks */
    private void look(int steps) {
        Set<String> served = queues.get();
        if (stopped || served.isEmpty() || claims.room() == 0 || claims.claiming() > 0 || !claims.nothingWaits() || !looking.compareAndSet(false, true)) {
            return;
        }
        String[] tasks = catalog.tasks().stream().map(task -> task.name()).toArray(String[]::new);
        Tuple parameters = Tuple.of((Object) served.toArray(String[]::new), afterMillis, (Object) tasks, place, BATCHES, RUNS);
        postgres.lookups().preparedQuery(WAITING).execute(parameters).onSuccess(rows -> found(rows, steps - 1)).onFailure(cause -> {
            LOG.debugf("looking for waiting runs failed: %s", cause.toString());
            looking.set(false);
        });
    }

    private void found(RowSet<Row> rows, int stepsLeft) {
        List<ClaimRuns.Wanted> waiting = new ArrayList<>();
        OffsetDateTime last = null;
        for (Row row : rows) {
            OffsetDateTime at = row.getOffsetDateTime(0);
            last = last == null || at.isAfter(last) ? at : last;
            if (row.getUUID(1) != null) {
                waiting.add(new ClaimRuns.Wanted(row.getUUID(1), row.getString(2), row.getString(3), null, row.getString(4), () -> {}));
            }
        }
        int room = claims.room();
        if (!waiting.isEmpty() && room > 0) {
            int from = waiting.size() <= room ? 0 : ThreadLocalRandom.current().nextInt(waiting.size() - room + 1);
            List<ClaimRuns.Wanted> some = waiting.subList(from, Math.min(waiting.size(), from + room));
            taken.addAndGet(some.size());
            claims.claim(some);
            looking.set(false);
        } else if (waiting.isEmpty() && last != null) {
            place = last;
            looking.set(false);
            if (stepsLeft > 0) {
                look(stepsLeft);
            }
        } else {
            place = START;
            looking.set(false);
        }
    }
}
