package io.offload.worker.claim;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs claimed in one statement; its row in Postgres goes when the last of them has been settled. */
public final class ClaimBatch {
    private final UUID id;
    private final long session;
    private final AtomicInteger open = new AtomicInteger();

    public ClaimBatch(UUID id, long session) {
        this.id = id;
        this.session = session;
    }

    public UUID id() {
        return id;
    }

    public long session() {
        return session;
    }

    void holds(int runs) {
        open.set(runs);
    }

    /**
     * @return whether this was the last
     */
    public boolean settledOne() {
        return open.decrementAndGet() == 0;
    }
}
