package io.offload.api.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.offload.api.view.RunView;
import io.offload.json.ExactJson;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a run of the demo is going. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(requiredProperties = {"task_run_id", "status"})
public record DemoStatus(
        String taskRunId,
        @Schema(enumeration = {"pending", "completed", "error"}) String status,
        @Schema(description = "Only when completed", implementation = Object.class) @JsonRawValue String result,
        @Schema(description = "Only when there is something to say: why it failed, was cancelled, or waits") String message) {

    static DemoStatus of(RunView run) {
        String id = run.id().toString();
        return switch (run.state()) {
            case COMPLETED -> new DemoStatus(id, "completed", run.result() == null ? "null" : run.result(), null);
            case FAILED, CANCELLED, CRASHED -> new DemoStatus(id, "error", null, message(run));
            case SCHEDULED, PENDING, RUNNING, CANCELLING -> new DemoStatus(id, "pending", null, run.stateMessage());
        };
    }

    private static String message(RunView run) {
        if (run.error() != null) {
            try {
                JsonNode message = ExactJson.read(run.error()).path("message");
                if (message.isTextual() && !message.textValue().isBlank()) {
                    return message.textValue();
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the error of run " + run.id() + " is no JSON", e);
            }
        }
        return run.stateMessage() != null ? run.stateMessage() : run.stateName();
    }
}
