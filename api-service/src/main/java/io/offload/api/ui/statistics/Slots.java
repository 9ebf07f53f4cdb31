package io.offload.api.ui.statistics;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest slots of one length. What happened in a slot that is over does not change any more, so it is read once and kept: a week has hundreds of
 * thousands of rows, what is new since the last look a few.
 */
final class Slots {
    /** Until then outcomes of a slot that is over may still come in: a flush that waits for the database, and the folding of its delta. */
    private static final Duration SETTLED = Duration.ofSeconds(90);

    private final int seconds;
    private final int count;
    private final TreeMap<Instant, Map<String, Tally>> kept = new TreeMap<>();
    private Instant keptUntil = Instant.EPOCH;

    /** How many runs of a task came into a state in a slot, by the bucket of their duration. */
    record Entry(Instant slot, String task, String state, int bucket, long n) {
        static Entry of(Row row) {
            return new Entry(row.getOffsetDateTime("slot").toInstant(), row.getString("task"), row.getString("state"), row.getShort("bucket"), row.getLong("n"));
        }
    }

    Slots(int seconds, int count) {
        this.seconds = seconds;
        this.count = count;
    }

    int seconds() {
        return seconds;
    }

    /** From when on the tables must be read. */
    synchronized Instant missingFrom(Instant now) {
        Instant first = first(now);
        return keptUntil.isAfter(first) ? keptUntil : first;
    }

    /** The statistics with what was read from a time on. */
    synchronized ReadStatistics.Statistics with(List<Entry> entries, Instant from, Instant now) {
        TreeMap<Instant, Map<String, Tally>> all = new TreeMap<>(kept.headMap(from));
        for (Entry entry : entries) {
            all.computeIfAbsent(entry.slot(), slot -> new HashMap<>()).computeIfAbsent(entry.task(), task -> new Tally()).add(entry.state(), entry.bucket(), entry.n());
        }
        Instant settled = Instant.ofEpochSecond(Math.floorDiv(now.minus(SETTLED).getEpochSecond(), seconds) * seconds);
        if (settled.isAfter(keptUntil)) {
            kept.putAll(all.headMap(settled));
            keptUntil = settled;
        }
        kept.headMap(first(now)).clear();
        return sum(all.tailMap(first(now)));
    }

    private static ReadStatistics.Statistics sum(Map<Instant, Map<String, Tally>> slots) {
        Tally all = new Tally();
        Map<Instant, Tally> bySlot = new HashMap<>();
        Map<String, Tally> byTask = new HashMap<>();
        slots.forEach((slot, tasks) -> tasks.forEach((task, tally) -> {
            all.add(tally);
            bySlot.computeIfAbsent(slot, at -> new Tally()).add(tally);
            byTask.computeIfAbsent(task, name -> new Tally()).add(tally);
        }));
        return new ReadStatistics.Statistics(all, bySlot, byTask);
    }

    private Instant first(Instant now) {
        return Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), seconds) - count + 1) * seconds);
    }
}
