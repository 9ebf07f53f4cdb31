package io.offload.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * What a hook is told about the run that ended.
 *
 * @param runId the run
 * @param task its task
 * @param state {@code COMPLETED}, {@code FAILED} or {@code CRASHED}
 * @param attempt the attempt that ended it, from 1
 * @param input the run's input
 * @param result the result, null unless COMPLETED
 * @param errorType type of the last error, null when COMPLETED
 * @param errorMessage message of the last error, null when COMPLETED
 */
public record FinishedRun(
        UUID runId, String task, String state, int attempt, JsonNode input, JsonNode result, String errorType, String errorMessage) {}
