package io.offload.worker.intake;

import java.util.ArrayDeque;

/** How far a partition may be committed: up to the first command that is not decided. Used by the poll thread only. */
final class PartitionProgress {
    private final ArrayDeque<Intaken> open = new ArrayDeque<>();
    private long committable = -1;
    private long committed = -1;

    void add(Intaken intaken) {
        open.addLast(intaken);
    }

    /**
     * @return the offset to commit, or -1 when there is nothing new
     */
    long advance() {
        Intaken first;
        while ((first = open.peekFirst()) != null && first.isDecided()) {
            committable = first.offset() + 1;
            open.removeFirst();
        }
        return committable > committed ? committable : -1;
    }

    /** Whether there is something to commit, or will be. */
    boolean isOpen() {
        return !open.isEmpty() || committable > committed;
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }
}
