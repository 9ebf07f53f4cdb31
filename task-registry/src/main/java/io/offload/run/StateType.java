package io.offload.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The kind of a run's state, fixed; the state's name refines it for people. */
public enum StateType {
    SCHEDULED("Scheduled", "AwaitingRetry", "AwaitingWorker", "AwaitingCache"),
    PENDING("Pending"),
    RUNNING("Running", "Retrying"),
    CANCELLING("Cancelling"),
    COMPLETED("Completed", "Cached"),
    FAILED("Failed", "TimedOut"),
    CANCELLED("Cancelled"),
    CRASHED("Crashed");

    /** The states that never change. */
    public static final Set<StateType> TERMINAL = Set.copyOf(EnumSet.of(COMPLETED, FAILED, CANCELLED, CRASHED));

    private final List<String> names;

    StateType(String... names) {
        this.names = List.of(names);
    }

    /** The names that a state of this type may have, the usual one first. */
    public List<String> names() {
        return names;
    }

    public boolean terminal() {
        return TERMINAL.contains(this);
    }
}
