package io.offload.worker.journal;

import io.offload.run.RunError;
import io.offload.worker.execute.RunInFlight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The log lines and the latest progress of one attempt that are not stored yet. At most {@value #MAX_LINES} lines, {@value #MAX_LINE} characters a
 * line and {@value #MAX_TOTAL} characters a run are kept, then one line says that the rest was cut off.
 */
public final class RunJournal {
    static final int MAX_LINES = 10_000;
    static final int MAX_LINE = 16 * 1024;
    static final int MAX_TOTAL = 1024 * 1024;
    static final int MAX_PROGRESS_MESSAGE = 1000;

    private final RunInFlight run;
    private List<LogLine> lines = List.of();
    private Progress progress;
    private int taken;
    private long characters;
    private boolean truncated;
    private boolean closed;
    private int storing;
    private Logger logger;

    /** @param fraction 0-1 */
    record Progress(double fraction, String message) {}

    /** What there was to store. */
    record Page(List<LogLine> lines, Progress progress) {}

    public RunJournal(RunInFlight run) {
        this.run = run;
    }

    RunInFlight run() {
        return run;
    }

    /** A logger of the task's name; its lines are kept with the run whichever thread uses it. */
    public synchronized Logger logger() {
        if (logger == null) {
            logger = new JournalLogger(this, "task." + run.task());
        }
        return logger;
    }

    synchronized void add(Instant at, String level, String message) {
        if (closed || truncated) {
            return;
        }
        String line = RunError.storable(message, MAX_LINE);
        if (taken >= MAX_LINES || characters + line.length() > MAX_TOTAL) {
            truncated = true;
            line = "truncated: a run keeps at most %d lines and %d characters".formatted(MAX_LINES, MAX_TOTAL);
            level = "WARN";
        }
        if (lines.isEmpty()) {
            lines = new ArrayList<>();
        }
        lines.add(new LogLine(at, level, line));
        taken++;
        characters += line.length();
    }

    public synchronized void progress(double fraction, String message) {
        if (!closed) {
            double clamped = Double.isNaN(fraction) ? 0 : Math.max(0, Math.min(1, fraction));
            progress = new Progress(clamped, message == null ? null : RunError.storable(message, MAX_PROGRESS_MESSAGE));
        }
    }

    /** What earlier attempts have stored counts against the run's limits. */
    synchronized void continueAfter(int linesBefore, long charactersBefore) {
        taken += linesBefore;
        characters += charactersBefore;
    }

    /** Whether what was taken is not stored yet. */
    synchronized boolean isStoring() {
        return storing > 0;
    }

    synchronized void stored() {
        storing--;
    }

    synchronized boolean hasNews() {
        return !lines.isEmpty() || progress != null;
    }

    /** Takes what is to be stored, perhaps nothing; {@link #stored} must follow. */
    synchronized Page take() {
        storing++;
        Page page = new Page(lines, progress);
        lines = List.of();
        progress = null;
        return page;
    }

    /** Nothing is added any more. */
    synchronized void close() {
        closed = true;
    }
}
