package io.offload.cancel;

import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks to cancel runs, many in one statement. */
@Singleton
public class CancelRuns {
    private static final String DEADLOCK = "40P01";
    private static final String CANCEL = Sql.load(CancelRuns.class, "cancel_runs");

    private final Postgres postgres;
    private final EventPublisher events;

    @Inject
    public CancelRuns(Postgres postgres, EventPublisher events) {
        this.postgres = postgres;
        this.events = events;
    }

    /**
     * Cancels runs that wait and asks the workers of those that run.
     *
     * @return the state of each run that exists, after the statement: {@code CANCELLED}, {@code CANCELLING}, or the other terminal state it has
     */
    public Future<Map<UUID, String>> cancel(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        UUID[] wanted = ids.stream().distinct().sorted(RunIds::compare).toArray(UUID[]::new);
        RunIds bounds = RunIds.boundsOf(wanted);
        return request(Tuple.of((Object) wanted, bounds.lowest(), bounds.highest())).map(rows -> {
            Map<UUID, String> states = new HashMap<>();
            List<RunEvent> changed = new ArrayList<>();
            for (Row row : rows) {
                states.put(row.getUUID("id"), row.getString("state"));
                if (row.getBoolean("changed")) {
                    changed.add(RunEvent.state(row.getUUID("id"), row.getString("task"), row.getString("queue"), row.getInteger("revision"),
                            row.getInteger("attempt"), row.getString("state"), row.getString("state_name"),
                            row.get(OffsetDateTime.class, "at").toInstant()));
                }
            }
            events.publish(changed);
            return states;
        });
    }

    private Future<RowSet<Row>> request(Tuple parameters) {
        return postgres.pipeline().preparedQuery(CANCEL).execute(parameters)
                .recover(cause -> cause instanceof PgException refusal && DEADLOCK.equals(refusal.getSqlState())
                        ? request(parameters)
                        : Future.failedFuture(cause));
    }
}
