package io.offload.api.history;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code GET /api/v1/runs/{id}/history}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HistoryPage(
        List<HistoryEntry> history,
        @Schema(description = "Give it as after for the next page; null when there is none", nullable = true) Integer nextAfter) {}
