package io.offload.api.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.offload.api.view.RunView;
import io.vertx.sqlclient.Row;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One state that a run had. */
@Schema(name = "HistoryEntry")
public record HistoryEntry(
        @Schema(description = "1 for the first state; the same number as in the run view and in ids of events", examples = "3") int revision,
        @Schema(examples = "2026-01-31T12:00:00.000000Z") String at,
        State state,
        @Schema(description = "0 before the first claim", examples = "1") int attempt,
        @Schema(description = "Name of the worker, null when none was involved", nullable = true) String worker,
        @Schema(description = "Why, for people; null when there is nothing to say", nullable = true) String reason,
        @Schema(description = "Of a failed attempt: type, message, stack_trace; else null", implementation = Map.class, nullable = true) @JsonRawValue String error) {

    /** A state's type and name. */
    @Schema(name = "HistoryState")
    public record State(@Schema(examples = "COMPLETED") String type, @Schema(examples = "Completed") String name) {}

    static HistoryEntry of(Row row) {
        return new HistoryEntry(row.getInteger("revision"), RunView.time(row.getOffsetDateTime("at").toInstant()),
                new State(row.getString("state"), row.getString("state_name")), row.getInteger("attempt"), row.getString("worker"),
                row.getString("reason"), row.getString("error"));
    }
}
