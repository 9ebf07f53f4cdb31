package io.offload.api.ui.rows;

import io.offload.api.ui.page.Attempts;
import io.offload.run.StateType;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A run as a row.
 *
 * @param name null for none
 * @param dueAt when a run that was put off goes on; null when it was not, or waits for another run
 * @param worker null when none has it or had it
 */
public record RunRow(UUID id, String task, String name, StateType state, String stateName, String queue, List<String> tags, int revision, int attempt,
        int maxAttempts, int losses, Instant stateAt, Instant createdAt, Instant startedAt, Instant endedAt, Instant dueAt, String worker, String error) {
    private static final int TAGS = 3;

    static RunRow of(Row row) {
        UUID id = row.getUUID("id");
        String[] tags = row.getArrayOfStrings("tags");
        return new RunRow(id, row.getString("task"), row.getString("name"), StateType.valueOf(row.getString("state")), row.getString("state_name"),
                row.getString("queue"), tags == null ? List.of() : List.of(tags), row.getInteger("revision"), row.getInteger("attempt"),
                row.getInteger("max_attempts"), row.getInteger("losses"), instant(row, "state_at"), Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16), instant(row, "started_at"),
                instant(row, "ended_at"), instant(row, "due_at"), row.getString("worker"), row.getString("error"));
    }

    public boolean open() {
        return !state.terminal();
    }

    /** Whether a worker has it now. */
    public boolean executing() {
        return state == StateType.RUNNING || state == StateType.CANCELLING;
    }

    /** The last eight digits of the id: those that differ between runs of one second. */
    public String shortId() {
        return id.toString().substring(28);
    }

    /** As many tags as a row has room for. */
    public List<String> firstTags() {
        return tags.subList(0, Math.min(TAGS, tags.size()));
    }

    /** The other tags, separated by spaces; empty for none. */
    public String moreTags() {
        return String.join(" ", tags.subList(firstTags().size(), tags.size()));
    }

    /** How many other tags there are. */
    public int moreTagCount() {
        return tags.size() - firstTags().size();
    }

    public Attempts attempts() {
        return new Attempts(attempt, maxAttempts, losses);
    }

    public Duration lasted() {
        return startedAt == null || endedAt == null ? null : Duration.between(startedAt, endedAt);
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
