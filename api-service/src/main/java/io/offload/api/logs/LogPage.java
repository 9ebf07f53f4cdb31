package io.offload.api.logs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code GET /api/v1/runs/{id}/logs}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LogPage(
        List<LogLine> logs,
        @Schema(description = "Give it as after for the next page; null when there is none now", nullable = true) Integer nextAfter) {}
