package io.offload.store;

import java.time.Duration;

/**
 * How soon a flush may follow the one before it. A statement has a fixed cost of 0.2-0.4 ms of processor time however few rows it writes, so a busy
 * system gathers and an idle one does not wait: after a flush of n rows the next one starts {@code least} and n times {@code perRow} later, at most
 * {@code most}, or as soon as {@code enough} rows wait. What comes later than that is flushed at once. Below one row in {@code perRow} the wait shrinks
 * with every flush, to {@code least}; above, it grows to {@code most}. A machine that is short of processor time tells by how long its flushes take: then
 * {@code least} becomes twice that, so that fewer flushes do the same. Thread-safe.
 */
public final class Pace {
    private final long leastNanos;
    private final long perRowNanos;
    private final long mostNanos;
    private final int enough;
    private volatile long recentFlushNanos;
    private volatile long notBefore = System.nanoTime();

    /**
     * @param least what a flush puts the next one off, however few rows it has: worth its wait only where rows enter, since rows that were
     *     flushed together arrive together at the next stage
     * @param perRow what each row of a flush puts the next one off; zero for no pace at all
     * @param most the longest wait
     * @param enough so many waiting rows are flushed at once
     */
    public Pace(Duration least, Duration perRow, Duration most, int enough) {
        this.leastNanos = least.toNanos();
        this.perRowNanos = perRow.toNanos();
        this.mostNanos = most.toNanos();
        this.enough = enough;
    }

    /** Flushes follow each other at once. */
    public static Pace none() {
        return new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);
    }

    /** Milliseconds to wait, 0 for none: timers are no finer. */
    public long waitMillis(int waiting) {
        return waiting >= enough ? 0 : Math.max(0, (notBefore - System.nanoTime() + 500_000) / 1_000_000);
    }

    /** Whether so many rows need not wait for more. */
    public boolean isEnough(int waiting) {
        return waiting >= enough;
    }

    /** A flush of so many rows starts. */
    public void flushing(int rows) {
        long least = leastNanos == 0 ? 0 : Math.max(leastNanos, 2 * recentFlushNanos);
        notBefore = System.nanoTime() + Math.min(mostNanos, least + rows * perRowNanos);
    }

    /** How long it took of late until a flush was answered. */
    Duration recentAnswer() {
        return Duration.ofNanos(recentFlushNanos);
    }

    /** A flush was answered after so long. Of flushes that are answered at the same time one may go uncounted. */
    public void answered(long nanos) {
        long recent = recentFlushNanos;
        recentFlushNanos = recent + (nanos - recent) / 8;
    }
}
