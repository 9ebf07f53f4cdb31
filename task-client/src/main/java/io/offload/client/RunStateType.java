package io.offload.client;

/** What a run is; see docs/concepts.md for what leads where. */
public enum RunStateType {
    SCHEDULED(false),
    PENDING(false),
    RUNNING(false),
    CANCELLING(false),
    COMPLETED(true),
    FAILED(true),
    CANCELLED(true),
    CRASHED(true);

    private final boolean terminal;

    RunStateType(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether it never changes again. */
    public boolean isTerminal() {
        return terminal;
    }
}
