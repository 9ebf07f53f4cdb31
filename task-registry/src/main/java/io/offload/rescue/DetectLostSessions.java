package io.offload.rescue;

import static io.offload.store.Postgres.await;

import io.offload.store.Sql;
import io.offload.sweep.DatabaseContact;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Calls sessions lost whose heartbeat is too old by the database's clock. It does so only after this process has itself had uninterrupted
 * contact with the database for as long: an outage of the database must not kill the fleet.
 */
@Singleton
public class DetectLostSessions implements Sweep {
    private static final Logger LOG = Logger.getLogger(DetectLostSessions.class);
    private static final String DETECT = Sql.load(DetectLostSessions.class, "detect_lost");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LeaseConfig config;
    private final DatabaseContact contact;

    @Inject
    public DetectLostSessions(LeaseConfig config, DatabaseContact contact) {
        this.config = config;
        this.contact = contact;
    }

    @Override
    public String name() {
        return "detect-lost-sessions";
    }

    @Override
    public Duration interval() {
        return config.heartbeat().dividedBy(2);
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM worker_session WHERE lost_at IS NULL AND ended_at IS NULL AND heartbeat_at < now() - interval '"
                + config.lostAfter().toMillis() + " ms')";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        if (contact.uninterrupted().compareTo(config.lostAfter()) >= 0) {
            for (Row row : await(connection.preparedQuery(DETECT).execute(Tuple.of(config.lostAfter().toMillis())), LIMIT)) {
                LOG.warnf("worker %s (session %d) was silent for %s: it is lost, its runs go to other workers",
                        row.getString("worker"), row.getLong("id"), config.lostAfter());
            }
        }
        return AfterCommit.NOTHING;
    }
}
