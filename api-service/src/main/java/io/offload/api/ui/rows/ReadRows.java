package io.offload.api.ui.rows;

import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads the rows of runs. */
@Singleton
public class ReadRows {
    private static final String READ = Sql.load(ReadRows.class, "rows");

    private final Postgres postgres;

    @Inject
    public ReadRows(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Those of the ids that are there, newest first. */
    public Future<List<RunRow>> of(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        UUID[] array = ids.toArray(UUID[]::new);
        RunIds bounds = RunIds.boundsOf(array);
        return postgres.pool().preparedQuery(READ).execute(Tuple.of((Object) array, bounds.lowest(), bounds.highest())).map(rows -> {
            List<RunRow> found = new ArrayList<>(rows.size());
            for (Row row : rows) {
                found.add(RunRow.of(row));
            }
            return found;
        });
    }
}
