package io.offload.worker.journal;

import java.text.MessageFormat;
import java.time.Instant;
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
            String text = parameters == null || parameters.length == 0 ? String.valueOf(message)
                    : MessageFormat.format(String.valueOf(message), parameters);
            write(level, loggerClassName, text, thrown);
        }
    }

    @Override
    protected void doLogf(Level level, String loggerClassName, String format, Object[] parameters, Throwable thrown) {
        if (isEnabled(level)) {
            write(level, loggerClassName, parameters == null ? format : String.format(format, parameters), thrown);
        }
    }

    private void write(Level level, String loggerClassName, String text, Throwable thrown) {
        journal.add(Instant.now(), CaptureLogs.levelName(level.name()), CaptureLogs.withTrace(text, thrown));
        CaptureLogs.withoutCapture(() -> process.log(loggerClassName, level, text, null, thrown));
    }
}
