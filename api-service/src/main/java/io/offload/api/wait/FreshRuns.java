package io.offload.api.wait;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last runs that this process accepted and of whose end it has not been told. Who waits for one of them right after its submission, as clients
 * do, need not read it first. It holds a bounded number; a run that is not found here is read.
 */
@Singleton
public class FreshRuns {
    /** How long after its submission a run is taken to be running still: events are hints and may be lost. */
    static final Duration FRESH = Duration.ofMillis(50);
    private static final int SLOTS = 1 << 12;

    private final AtomicReferenceArray<UUID> slots = new AtomicReferenceArray<>(SLOTS);
    private final InstantSource clock;

    /**
     * @param clock the one that the ids of runs are made with
     */
    @Inject
    public FreshRuns(InstantSource clock) {
        this.clock = clock;
    }

    /** A run with an id of this process has been committed; it takes the place of an older one. Thread-safe. */
    public void accepted(UUID run) {
        slots.setRelease(slot(run), run);
    }

    /** A run has ended. */
    void ended(UUID run) {
        int slot = slot(run);
        if (run.equals(slots.get(slot))) {
            slots.set(slot, null);
        }
    }

    boolean holds(UUID run) {
        return run.equals(slots.get(slot(run)));
    }

    /** Whether it was accepted here a moment ago and has not ended for all that is known. */
    boolean isFresh(UUID run) {
        return holds(run) && clock.millis() - (run.getMostSignificantBits() >>> 16) < FRESH.toMillis();
    }

    private static int slot(UUID run) {
        return (int) run.getLeastSignificantBits() & (SLOTS - 1);
    }
}
