package io.offload.api.wait;

import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which of many runs have ended, in one statement and without their inputs and results. */
@Singleton
class FindEndedRuns {
    private static final String ENDED = Sql.load(FindEndedRuns.class, "ended_runs");

    private final Postgres postgres;

    @Inject
    FindEndedRuns(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Those that have ended.
     *
     * @param runs at least one
     */
    Future<Set<UUID>> among(List<UUID> runs) {
        UUID[] ids = runs.toArray(UUID[]::new);
        RunIds bounds = RunIds.boundsOf(ids);
        return postgres.pipeline().preparedQuery(ENDED).execute(Tuple.of((Object) ids, bounds.lowest(), bounds.highest())).map(rows -> {
            Set<UUID> ended = new HashSet<>();
            for (Row row : rows) {
                ended.add(row.getUUID(0));
            }
            return ended;
        });
    }
}
