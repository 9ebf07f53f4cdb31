package io.offload.cancel;

import static io.offload.store.Postgres.await;

import io.offload.event.ChangedRows;
import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.rescue.LeaseConfig;
import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Ends runs that were asked to stop and did not: CANCELLED after the grace, whatever their worker does; its late word is fenced. */
@Singleton
public class EndUnansweredCancels implements Sweep {
    private static final String END = Sql.load(EndUnansweredCancels.class, "end_unanswered");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LeaseConfig config;
    private final EventPublisher events;

    @Inject
    public EndUnansweredCancels(LeaseConfig config, EventPublisher events) {
        this.config = config;
        this.events = events;
    }

    @Override
    public String name() {
        return "end-unanswered-cancels";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM cancel_request WHERE requested_at < now() - interval '" + config.cancelGrace().toMillis() + " ms')";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        List<RunEvent> ended =
                ChangedRows.events(await(connection.preparedQuery(END).execute(Tuple.of(config.cancelGrace().toMillis())), LIMIT));
        return () -> {
            events.publish(ended);
            return false;
        };
    }
}
