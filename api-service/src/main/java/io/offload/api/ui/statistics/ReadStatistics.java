package io.offload.api.ui.statistics;

import io.offload.api.answer.Answers;
import io.offload.store.DatabaseClock;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the statistics of a time span, at most once a second however many pages are open. */
@ApplicationScoped
public class ReadStatistics {
    private static final String READ = Sql.load(ReadStatistics.class, "minutes");

    private final Postgres postgres;
    private final DatabaseClock clock;
    private final Map<Span, Slots> spans = new ConcurrentHashMap<>();

    private record Span(int slotSeconds, int slots) {}

    /**
     * A span's statistics.
     *
     * @param slots by the time they begin; a slot without any run is absent
     */
    public record Statistics(Tally all, Map<Instant, Tally> slots, Map<String, Tally> tasks) {}

    @Inject
    public ReadStatistics(Postgres postgres, DatabaseClock clock) {
        this.postgres = postgres;
        this.clock = clock;
    }

    /**
     * The statistics of the latest slots.
     *
     * @param slotSeconds a multiple of 60
     */
    @CacheResult(cacheName = "dashboard-statistics")
    public Uni<Statistics> of(int slotSeconds, int slots) {
        return Answers.soon(read(spans.computeIfAbsent(new Span(slotSeconds, slots), span -> new Slots(slotSeconds, slots))));
    }

    private Future<Statistics> read(Slots slots) {
        Instant now = clock.instant();
        Instant from = slots.missingFrom(now);
        return postgres.pool().preparedQuery(READ).execute(Tuple.of(slots.seconds(), from.atOffset(ZoneOffset.UTC))).map(rows -> {
            List<Slots.Entry> entries = new ArrayList<>(rows.size());
            rows.forEach(row -> entries.add(Slots.Entry.of(row)));
            return slots.with(entries, from, now);
        });
    }
}
