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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

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
     * @param exact whether {@code pending} is, which above 5000 counts some that have begun already
     * @param oldest since when the run that is pending longest is; null for none
     * @param taken slots
     * @param failures the newest runs that failed or crashed
     */
    public record Now(long scheduled, long pending, boolean exact, String oldest, long running, long cancelling, long workers, long slots, long taken, List<QueueView> queues,
            List<RunRow> failures) {

        /** How many queues are paused. */
        public long paused() {
            return queues.stream().filter(QueueView::paused).count();
        }

        /** How long the oldest has been pending; null for none. */
        public Duration oldestAge() {
            return queues.stream().map(QueueView::oldestAge).filter(Objects::nonNull).map(Duration::parse).max(Comparator.naturalOrder()).orElse(null);
        }
    }

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
                    all.stream().mapToLong(QueueView::depth).sum(), all.stream().allMatch(QueueView::depthExact),
                    all.stream().map(QueueView::oldestPendingAt).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null), row.getLong("running"),
                    row.getLong("cancelling"), row.getLong("workers"), row.getLong("slots"), row.getLong("taken"), all, failures));
        }));
    }
}
