package io.offload.api.ui.statistics;

import java.util.Locale;

/** How many runs were submitted and ended, and how long those that ended took. */
public final class Tally {
    private final Durations durations = new Durations();
    private long submitted;
    private long completed;
    private long failed;
    private long cancelled;
    private long crashed;

    void add(String state, int bucket, long n) {
        switch (state) {
            case "SUBMITTED" -> submitted += n;
            case "COMPLETED" -> completed += n;
            case "FAILED" -> failed += n;
            case "CANCELLED" -> cancelled += n;
            case "CRASHED" -> crashed += n;
            default -> throw new IllegalStateException("statistics of an unknown state " + state);
        }
        if (state.equals("COMPLETED") || state.equals("FAILED")) {
            durations.add(bucket, n);
        }
    }

    void add(Tally other) {
        submitted += other.submitted;
        completed += other.completed;
        failed += other.failed;
        cancelled += other.cancelled;
        crashed += other.crashed;
        durations.add(other.durations);
    }

    public Durations durations() {
        return durations;
    }

    public long submitted() {
        return submitted;
    }

    public long completed() {
        return completed;
    }

    public long failed() {
        return failed;
    }

    public long cancelled() {
        return cancelled;
    }

    public long crashed() {
        return crashed;
    }

    /** How many ended in a terminal state, by its name. */
    public long ended(String state) {
        return switch (state) {
            case "COMPLETED" -> completed;
            case "FAILED" -> failed;
            case "CANCELLED" -> cancelled;
            case "CRASHED" -> crashed;
            default -> throw new IllegalArgumentException(state + " is no terminal state");
        };
    }

    public long ended() {
        return completed + failed + cancelled + crashed;
    }

    /** Of those that completed or failed, the completed ones, as {@code 99.5 %}; null when there is none. */
    public String successRate() {
        long tried = completed + failed + crashed;
        if (tried == 0) {
            return null;
        }
        double percent = 100.0 * completed / tried;
        // never 100 % as long as one failed
        return percent > 99.9 && completed < tried ? "> 99.9 %" : String.format(Locale.ROOT, percent == 100 ? "%.0f %%" : "%.1f %%", percent);
    }
}
