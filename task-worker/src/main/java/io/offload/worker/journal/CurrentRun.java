package io.offload.worker.journal;

import io.offload.worker.execute.RunInFlight;

/** Which run the calling thread works for; inherited by threads that a task starts. */
public final class CurrentRun {
    private static final InheritableThreadLocal<RunInFlight> RUN = new InheritableThreadLocal<>();

    private CurrentRun() {}

    public static void set(RunInFlight run) {
        RUN.set(run);
    }

    public static void clear() {
        RUN.remove();
    }

    /** Null outside of runs. */
    static RunInFlight get() {
        return RUN.get();
    }
}
