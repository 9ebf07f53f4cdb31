package io.offload.api.catalog;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.offload.api.view.RunView;
import io.offload.catalog.PublishedTask;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A task as the API tells it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Task", description = "A task that a worker has published")
public record TaskView(
        @Schema(examples = "echo") String name,
        @Schema(description = "For people; may be empty") String description,
        @Schema(examples = "default") String queue,
        @Schema(description = "Tags that every run of it gets") List<String> tags,
        @Schema(description = "Template of run names over the input, null when there is none", nullable = true) String runName,
        @Schema(description = "retries + 1", examples = "4") int maxAttempts,
        @Schema(description = "Retries, delays, timeout, cache, capture, hooks and retention; durations ISO-8601", implementation = Map.class) @JsonRawValue String options,
        @Schema(description = "JSON Schema 2020-12 of the input", implementation = Map.class) @JsonRawValue String inputSchema,
        @Schema(description = "JSON Schema 2020-12 of the result, null when it has none", implementation = Map.class, nullable = true) @JsonRawValue String outputSchema,
        @Schema(description = "SHA-256 of the task class's bytecode, hex") String sourceDigest,
        @Schema(examples = "2026-01-31T12:00:00.000000Z") String publishedAt,
        @Schema(description = "Workers that take runs of it now", examples = "1") int liveWorkers,
        Links links) {

    /** Where to go on. */
    @Schema(name = "TaskLinks")
    public record Links(@Schema(examples = "/api/v1/tasks/echo") String self, @Schema(examples = "/api/v1/tasks/echo/runs") String submit) {}

    static TaskView of(KnownTask known, Map<String, Integer> workers) {
        PublishedTask task = known.published();
        String self = "/api/v1/tasks/" + task.name();
        return new TaskView(task.name(), task.description(), task.queue(), task.tags(), task.runName(), task.maxAttempts(), task.optionsJson(),
                task.inputSchema(), task.outputSchema(), task.sourceDigest(), RunView.time(known.publishedAt()),
                workers.getOrDefault(task.name(), 0), new Links(self, self + "/runs"));
    }
}
