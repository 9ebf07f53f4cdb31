package io.offload.api.wait;

import io.offload.api.view.RunView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The last runs that this process accepted and of whose end it has not been told. Who waits for one of them right after its submission, as clients
 * do, need not read it first, nor at its end when the notification of it says all. It holds a bounded number; a run that is not found here is read.
 */
@Singleton
public class FreshRuns {
    /** How long after its submission a run is taken to be running still: events are hints and may be lost. */
    static final Duration FRESH = Duration.ofMillis(50);
    private static final int SLOTS = 1 << 12;
    private static final int MOST_CHARACTERS = 2_000;

    private final AtomicReferenceArray<UUID> slots = new AtomicReferenceArray<>(SLOTS);
    private final AtomicReferenceArray<RunView> views = new AtomicReferenceArray<>(SLOTS);
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

    /** What its caller was answered; kept unless the input is long, so that the run need not be read at its end. Thread-safe. */
    public void answered(RunView view) {
        if (view.input().length() <= MOST_CHARACTERS && holds(view.id())) {
            views.setRelease(slot(view.id()), view);
        }
    }

    /** What was answered when it was accepted; null when that is not known any more. */
    RunView asAccepted(UUID run) {
        RunView view = views.get(slot(run));
        return view != null && view.id().equals(run) ? view : null;
    }

    /** A run has ended. */
    void ended(UUID run) {
        int slot = slot(run);
        if (run.equals(slots.get(slot))) {
            slots.set(slot, null);
            views.set(slot, null); // what outlives a young collection or two costs a full one
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
