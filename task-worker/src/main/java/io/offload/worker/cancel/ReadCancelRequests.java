package io.offload.worker.cancel;

import io.offload.store.Postgres;
import io.offload.tick.Ticker;
import io.offload.worker.execute.RunsInFlight;
import io.offload.worker.lease.WorkerSession;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Reads this session's cancel requests four times a second and interrupts their runs. */
@Singleton
public class ReadCancelRequests {
    private static final Logger LOG = Logger.getLogger(ReadCancelRequests.class);
    private static final String READ = "SELECT run_id FROM cancel_request WHERE session_id = $1";
    private static final long EVERY_MS = 250;

    private final Ticker ticker;
    private final Postgres postgres;
    private final WorkerSession session;
    private final RunsInFlight runs;

    @Inject
    public ReadCancelRequests(Ticker ticker, Postgres postgres, WorkerSession session, RunsInFlight runs) {
        this.ticker = ticker;
        this.postgres = postgres;
        this.session = session;
        this.runs = runs;
    }

    public void start() {
        ticker.every(EVERY_MS, () -> {
            if (runs.size() == 0) {
                return;
            }
            postgres.pool().preparedQuery(READ).execute(Tuple.of(session.id())).onSuccess(rows -> {
                for (Row row : rows) {
                    runs.cancel(row.getUUID(0));
                }
            }).onFailure(cause -> LOG.debugf("cancel requests could not be read: %s", cause.toString()));
        });
    }
}
