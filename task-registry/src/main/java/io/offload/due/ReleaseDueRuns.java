package io.offload.due;

import static io.offload.store.Postgres.await;

import io.offload.event.ChangedRows;
import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Makes due runs PENDING: delayed ones, retries, those that waited for a worker, and followers whose wait for a cache leader ran out. */
@Singleton
public class ReleaseDueRuns implements Sweep {
    private static final String POSTPONE = Sql.load(ReleaseDueRuns.class, "postpone_unserved");
    private static final String RELEASE = Sql.load(ReleaseDueRuns.class, "release_due");
    private static final int AT_ONCE = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EventPublisher events;

    @Inject
    public ReleaseDueRuns(EventPublisher events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "release-due";
    }

    /** With the publishing sweep's interval it keeps "a due run leaves within 1 s". */
    @Override
    public Duration interval() {
        return Duration.ofMillis(250);
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM due_run WHERE due_at <= now())";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        int postponed = await(connection.preparedQuery(POSTPONE).execute(Tuple.of(AT_ONCE)), LIMIT).rowCount();
        // the rest of the same ones: what is due after them has not been looked at
        List<RunEvent> released = ChangedRows.events(await(connection.preparedQuery(RELEASE).execute(Tuple.of(AT_ONCE - postponed)), LIMIT));
        return () -> {
            events.publish(released);
            return postponed + released.size() == AT_ONCE;
        };
    }
}
