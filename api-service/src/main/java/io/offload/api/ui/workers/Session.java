package io.offload.api.ui.workers;

import io.offload.api.ui.rows.RunRow;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A worker's session with what it executes now. */
public record Session(long id, String worker, String host, long pid, String version, List<String> queues, List<String> tasks, int slots, int inFlight,
        Instant startedAt, Instant heartbeatAt, Instant drainingAt, Instant lostAt, Instant endedAt, List<RunRow> runs) {
    private static final int SHOWN = 5;

    static Session of(Row row, Map<UUID, RunRow> runs) {
        return new Session(row.getLong("id"), row.getString("worker"), row.getString("host"), row.getLong("pid"), row.getString("version"),
                List.of(row.getArrayOfStrings("queues")), List.of(row.getArrayOfStrings("tasks")), row.getInteger("slots"), row.getInteger("in_flight"),
                instant(row, "started_at"), instant(row, "heartbeat_at"), instant(row, "draining_at"), instant(row, "lost_at"), instant(row, "ended_at"),
                Arrays.stream(row.getArrayOfUUIDs("runs")).map(runs::get).filter(Objects::nonNull).toList());
    }

    /** The first few runs that it executes. */
    public List<RunRow> shown() {
        return runs.subList(0, Math.min(SHOWN, runs.size()));
    }

    /** How many more it executes. */
    public int notShown() {
        return runs.size() <= SHOWN ? 0 : Math.max(runs.size(), inFlight) - SHOWN;
    }

    public boolean live() {
        return lostAt == null && endedAt == null;
    }

    /** Live, Draining, Lost or Ended. */
    public String status() {
        return lostAt != null ? "Lost" : endedAt != null ? "Ended" : drainingAt != null ? "Draining" : "Live";
    }

    /** A state with the shape and colour that says the same. */
    public String shape() {
        return lostAt != null ? "CRASHED" : endedAt != null ? "CANCELLED" : drainingAt != null ? "CANCELLING" : "COMPLETED";
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
