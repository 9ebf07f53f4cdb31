package io.offload.worker.journal;

import java.text.MessageFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** The logger of {@code TaskContext.logger()}: writes to the process's log as any logger, and to the run's journal from whichever thread. */
final class JournalLogger extends Logger {
    private static final long serialVersionUID = 1;
    private final transient RunJournal journal;
    private final transient Logger process;

    JournalLogger(RunJournal journal, String name) {
        super(name);
        this.journal = journal;
        this.process = Logger.getLogger(name);
    }

    @Override
    public boolean isEnabled(Level level) {
        return process.isEnabled(level);
    }

    @Override
    protected void doLog(Level level, String loggerClassName, Object message, Object[] parameters, Throwable thrown) {
        if (isEnabled(level)) {
            write(level, loggerClassName, text(String.valueOf(message), parameters, MessageFormat::format), thrown);
        }
    }

    @Override
    protected void doLogf(Level level, String loggerClassName, String format, Object[] parameters, Throwable thrown) {
        if (isEnabled(level)) {
            write(level, loggerClassName, text(format, parameters, String::format), thrown);
        }
    }

    /** Logging must not fail a run: a format that does not fit its parameters is logged as it is, with them. */
    private static String text(String format, Object[] parameters, BiFunction<String, Object[], String> formatter) {
        if (parameters == null || parameters.length == 0) {
            return format;
        }
        try {
            return formatter.apply(format, parameters);
        } catch (IllegalArgumentException e) {
            return format + " " + Arrays.toString(parameters);
        }
    }

    private void write(Level level, String loggerClassName, String text, Throwable thrown) {
        journal.add(Instant.now(), CaptureLogs.levelName(level.name()), CaptureLogs.withTrace(text, thrown));
        CaptureLogs.withoutCapture(() -> process.log(loggerClassName, level, text, null, thrown));
    }
}
