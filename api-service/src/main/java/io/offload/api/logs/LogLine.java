package io.offload.api.logs;

import io.offload.api.view.RunView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One line that a run has logged. */
@Schema(name = "LogLine")
@RegisterForReflection
public record LogLine(
        @Schema(description = "From 1, across all attempts", examples = "1") int seq,
        @Schema(examples = "2026-01-31T12:00:00.000000Z") String at,
        @Schema(examples = "INFO") String level,
        @Schema(examples = "attempt 1 of 4") String message,
        @Schema(examples = "1") int attempt) {

    public static LogLine of(Row row) {
        return new LogLine(row.getInteger("seq"), RunView.time(row.getOffsetDateTime("at").toInstant()), row.getString("level"),
                row.getString("message"), row.getInteger("attempt"));
    }
}
