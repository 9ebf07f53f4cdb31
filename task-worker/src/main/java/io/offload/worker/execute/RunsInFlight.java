package io.offload.worker.execute;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Every attempt that this worker owns, from claim to written outcome. */
@Singleton
public class RunsInFlight {
    private final Map<UUID, RunInFlight> byId = new ConcurrentHashMap<>();

    public void add(RunInFlight run) {
        byId.put(run.id(), run);
    }

    /** The attempt's outcome is written, or will never be. */
    public void remove(RunInFlight run) {
        byId.remove(run.id(), run);
    }

    public Collection<RunInFlight> all() {
        return byId.values();
    }

    public RunInFlight find(UUID id) {
        return byId.get(id);
    }

    public int size() {
        return byId.size();
    }

    /** Interrupts the run because someone asked to cancel it. */
    public void cancel(UUID id) {
        RunInFlight run = byId.get(id);
        if (run != null) {
            run.stop(StopReason.CANCEL);
        }
    }

    /** A session was called lost: its attempts are interrupted and forgotten, their outcomes would be refused. */
    public void giveUp(long session) {
        for (RunInFlight run : byId.values()) {
            if (run.claim().session() == session) {
                run.settle();
                run.stop(StopReason.LEASE_LOST);
                remove(run);
            }
        }
    }
}
