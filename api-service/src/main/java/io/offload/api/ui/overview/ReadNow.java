package io.offload.api.ui.overview;

import io.offload.api.answer.Answers;
import io.offload.api.queue.QueueView;
import io.offload.api.queue.ReadQueues;
import io.offload.api.ui.rows.ReadRows;
import io.offload.api.ui.rows.RunRow;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Reads what is going on now, at most once a second however many pages are open. */
@ApplicationScoped
public class ReadNow {
    private static final String READ = Sql.load(ReadNow.class, "now");

    private final Postgres postgres;
    private final ReadQueues queues;
    private final ReadRows rows;

    /**
     * What is going on now.
     *
     * @param failures the newest runs that failed or crashed
     */
    public record Now(long scheduled, long pending, long running, long cancelling, int workers, int slots, long inFlight, List<QueueView> queues, List<RunRow> failures) {}

    @Inject
    public ReadNow(Postgres postgres, ReadQueues queues, ReadRows rows) {
        this.postgres = postgres;
        this.queues = queues;
        this.rows = rows;
    }

    @CacheResult(cacheName = "dashboard-now")
    public Uni<Now> now() {
        return Answers.soon(Future.all(postgres.pool().preparedQuery(READ).execute(), queues.all()).compose(both -> {
            Row row = both.<Iterable<Row>>resultAt(0).iterator().next();
            List<QueueView> all = both.resultAt(1);
            return rows.of(List.of(row.getArrayOfUUIDs("failures"))).map(failures -> new Now(row.getLong("scheduled"),
                    all.stream().mapToLong(QueueView::depth).sum(), row.getLong("running"), row.getLong("cancelling"), row.getInteger("workers"),
                    row.getInteger("slots"), row.getLong("in_flight"), all, failures));
        }));
    }
}
