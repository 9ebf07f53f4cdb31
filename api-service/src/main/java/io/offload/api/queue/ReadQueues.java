package io.offload.api.queue;

import io.offload.api.view.RunView;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The queues with their depth and lag. */
@Singleton
public class ReadQueues {
    private static final String READ = Sql.load(ReadQueues.class, "queues");
    private static final int LOOKED_AT_ONE_BY_ONE = 5000;

    private final Postgres postgres;
    private final ReadLag lag;

    @Inject
    public ReadQueues(Postgres postgres, ReadLag lag) {
        this.postgres = postgres;
        this.lag = lag;
    }

    /** All queues, by name. */
    public Future<List<QueueView>> all() {
        return postgres.pool().preparedQuery(READ).execute(Tuple.of(LOOKED_AT_ONE_BY_ONE)).compose(rows -> {
            List<Future<QueueView>> views = new ArrayList<>(rows.size());
            for (Row row : rows) {
                views.add(lag.of(row.getString("name")).map(known -> view(row, known)));
            }
            return Future.all(views).map(all -> all.<QueueView>list());
        });
    }

    private static QueueView view(Row row, QueueView.Lag lag) {
        OffsetDateTime paused = row.getOffsetDateTime("paused_at");
        OffsetDateTime oldest = row.getOffsetDateTime("oldest_at");
        return new QueueView(row.getString("name"), paused != null, paused == null ? null : RunView.time(paused.toInstant()), row.getLong("depth"),
                row.getBoolean("exact"), oldest == null ? null : RunView.time(oldest.toInstant()),
                oldest == null ? null : Duration.ofMillis(row.getLong("oldest_age_ms")).toString(), row.getInteger("workers"), row.getInteger("slots"), lag);
    }
}
