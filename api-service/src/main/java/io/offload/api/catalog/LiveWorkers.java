package io.offload.api.catalog;

import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** How many workers take runs of each task now. */
@Singleton
public class LiveWorkers {
    private static final String READ = Sql.load(LiveWorkers.class, "live_workers");

    private final Postgres postgres;

    @Inject
    public LiveWorkers(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Workers by task; a task that nobody serves is absent. */
    public Future<Map<String, Integer>> byTask() {
        return postgres.pool().preparedQuery(READ).execute().map(rows -> {
            Map<String, Integer> workers = new HashMap<>();
            for (Row row : rows) {
                workers.put(row.getString(0), row.getInteger(1));
            }
            return workers;
        });
    }
}
