package io.offload.worker.lease;

import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.offload.tick.Ticker;
import io.offload.worker.claim.ClaimBatch;
import io.offload.worker.complete.CompleteRuns;
import io.offload.worker.execute.RunInFlight;
import io.offload.worker.execute.RunsInFlight;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Compares every 10 s what Postgres says this session holds with what it holds, and hands back what it does not know: claims whose answer was lost
 * for good. Also removes claim batches that nobody needs any more.
 */
@Singleton
public class ReconcileClaims {
    private static final Logger LOG = Logger.getLogger(ReconcileClaims.class);
    private static final String HELD = Sql.load(ReconcileClaims.class, "held_batches");
    private static final long EVERY_MS = 10_000;

    private final Ticker ticker;
    private final Postgres postgres;
    private final WorkerSession session;
    private final RunsInFlight runs;
    private final CompleteRuns complete;

    @Inject
    public ReconcileClaims(Ticker ticker, Postgres postgres, WorkerSession session, RunsInFlight runs, CompleteRuns complete) {
        this.ticker = ticker;
        this.postgres = postgres;
        this.session = session;
        this.runs = runs;
        this.complete = complete;
    }

    /** Starts looking. */
    public void start() {
        ticker.every(EVERY_MS, () -> {
            long of = session.id();
            postgres.lookups().preparedQuery(HELD).execute(Tuple.of(of))
                    .onSuccess(rows -> compare(of, rows))
                    .onFailure(cause -> LOG.debugf("claims of session %d could not be compared: %s", of, cause.toString()));
        });
    }

    private void compare(long of, RowSet<Row> rows) {
        Set<UUID> needed = new HashSet<>();
        for (RunInFlight run : runs.all()) {
            needed.add(run.batch().id());
        }
        Set<UUID> unneeded = new HashSet<>();
        for (Row row : rows) {
            UUID batch = row.getUUID("batch");
            UUID id = row.getUUID("id");
            if (id == null) {
                unneeded.add(batch);
            } else if (runs.find(id) == null) {
                LOG.warnf("run %s (attempt %d) is claimed for session %d, which does not know it: it is handed back", id, row.getInteger("attempt"), of);
                complete.handBackUnknown(id, row.getInteger("attempt"), new ClaimBatch(batch, of), "its worker never learned that it had claimed it");
                needed.add(batch);
            } else {
                needed.add(batch);
            }
        }
        unneeded.removeAll(needed);
        complete.forgetBatches(unneeded);
    }
}
