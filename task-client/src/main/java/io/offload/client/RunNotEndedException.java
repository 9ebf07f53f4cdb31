package io.offload.client;

import java.time.Duration;
import java.util.UUID;

/** A run has not ended within the time its caller waits; it goes on. */
public final class RunNotEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RunStateType state;

    RunNotEndedException(UUID id, RunStateType state, Duration limit) {
        super("run %s is %s after %s".formatted(id, state, limit));
        this.state = state;
    }

    /** What it was when it was last looked at. */
    public RunStateType state() {
        return state;
    }
}
