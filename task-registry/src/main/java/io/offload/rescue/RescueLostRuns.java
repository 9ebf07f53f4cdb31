package io.offload.rescue;

import static io.offload.store.Postgres.await;

import io.offload.event.ChangedRows;
import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes the runs of lost sessions back. It is repeated for ever over all of them, because a claim that was under way when its session was called
 * lost may commit afterwards.
 */
@Singleton
public class RescueLostRuns implements Sweep {
    private static final Logger LOG = Logger.getLogger(RescueLostRuns.class);
    private static final String RESCUE = Sql.load(RescueLostRuns.class, "rescue_lost");
    private static final int BATCHES_AT_ONCE = 50;
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private final LeaseConfig config;
    private final EventPublisher events;

    @Inject
    public RescueLostRuns(LeaseConfig config, EventPublisher events) {
        this.config = config;
        this.events = events;
    }

    @Override
    public String name() {
        return "rescue-lost-runs";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM claim_batch b JOIN worker_session s ON s.id = b.session_id WHERE s.lost_at IS NOT NULL OR s.ended_at IS NOT NULL)";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        RowSet<Row> rescued = await(connection.preparedQuery(RESCUE).execute(Tuple.of(config.maxLosses(), BATCHES_AT_ONCE)), LIMIT);
        if (rescued.size() == 0) {
            return AfterCommit.NOTHING;
        }
        LOG.infof("%d runs of lost workers were rescued", rescued.size());
        List<RunEvent> changed = ChangedRows.events(rescued);
        return () -> {
            events.publish(changed);
            return true;
        };
    }
}
