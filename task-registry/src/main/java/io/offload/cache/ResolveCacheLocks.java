package io.offload.cache;

import static io.offload.store.Postgres.await;

import io.offload.event.ChangedRows;
import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Wakes the followers of cache leaders that have ended, and hands the lock on when the leader left no result. */
@Singleton
public class ResolveCacheLocks implements Sweep {
    private static final String RESOLVE = Sql.load(ResolveCacheLocks.class, "resolve_locks");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EventPublisher events;

    @Inject
    public ResolveCacheLocks(EventPublisher events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "resolve-cache-locks";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(250);
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM cache_lock) OR EXISTS (SELECT FROM cache_waiter)";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        List<RunEvent> woken = ChangedRows.events(await(connection.preparedQuery(RESOLVE).execute(), LIMIT));
        return () -> {
            events.publish(woken);
            return false;
        };
    }
}
