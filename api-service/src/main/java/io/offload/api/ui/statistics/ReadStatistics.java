package io.offload.api.ui.statistics;

import io.offload.api.answer.Answers;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the statistics of a time span, at most once a second however many pages are open. */
@ApplicationScoped
public class ReadStatistics {
    private static final String READ = Sql.load(ReadStatistics.class, "minutes");

    private final Postgres postgres;

    /**
     * A span's statistics.
     *
     * @param slots by the time they begin; a slot without any run is absent
     */
    public record Statistics(Tally all, Map<Instant, Tally> slots, Map<String, Tally> tasks) {}

    @Inject
    public ReadStatistics(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * The statistics of the latest slots.
     *
     * @param slotSeconds a multiple of 60
     */
    @CacheResult(cacheName = "dashboard-statistics")
    public Uni<Statistics> of(int slotSeconds, int slots) {
        return Answers.soon(postgres.pool().preparedQuery(READ).execute(Tuple.of(slotSeconds, slots)).map(rows -> {
            Statistics found = new Statistics(new Tally(), new HashMap<>(), new HashMap<>());
            for (Row row : rows) {
                String state = row.getString("state");
                int bucket = row.getShort("bucket");
                long n = row.getLong("n");
                List<Tally> tallies = new ArrayList<>();
                tallies.add(found.all());
                tallies.add(found.slots().computeIfAbsent(row.getOffsetDateTime("slot").toInstant(), at -> new Tally()));
                tallies.add(found.tasks().computeIfAbsent(row.getString("task"), task -> new Tally()));
                tallies.forEach(tally -> tally.add(state, bucket, n));
            }
            return found;
        }));
    }
}
