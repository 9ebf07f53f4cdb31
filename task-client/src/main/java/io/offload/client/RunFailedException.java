package io.offload.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** A run has ended without a result. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RunStateType state;
    private final String errorType;

    RunFailedException(UUID id, RunStateType state, JsonNode view) {
        super("run %s is %s: %s".formatted(id, state, view.path("error").path("message").asText(view.at("/state/message").asText())));
        this.state = state;
        this.errorType = view.path("error").path("type").asText(null);
    }

    /** FAILED, CANCELLED or CRASHED. */
    public RunStateType state() {
        return state;
    }

    /** The class of the last attempt's exception, or null when no attempt failed. */
    public String errorType() {
        return errorType;
    }
}
