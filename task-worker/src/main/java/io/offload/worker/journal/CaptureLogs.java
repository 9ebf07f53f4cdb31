package io.offload.worker.journal;

import io.offload.worker.execute.RunInFlight;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;

/** Stores what a task's threads log, and print while that option is on, with the run. */
@Singleton
public class CaptureLogs {
    private static final ThreadLocal<Boolean> OFF = new ThreadLocal<>();

    /** Listens to the root logger and to standard output from now on. */
    public void start() {
        LogContext.getLogContext().getLogger("").addHandler(new ToJournal());
        System.setOut(new Printing(System.out, "OUT"));
        System.setErr(new Printing(System.err, "ERR"));
    }

    static void withoutCapture(Runnable action) {
        OFF.set(true);
        try {
            action.run();
        } finally {
            OFF.remove();
        }
    }

    static String withTrace(String text, Throwable thrown) {
        if (thrown == null) {
            return text;
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return text + System.lineSeparator() + trace;
    }

    /** TRACE, DEBUG, INFO, WARN or ERROR. */
    static String levelName(String level) {
        return switch (level) {
            case "FATAL", "SEVERE", "ERROR" -> "ERROR";
            case "WARNING", "WARN" -> "WARN";
            case "CONFIG", "INFO" -> "INFO";
            case "FINE", "DEBUG" -> "DEBUG";
            default -> "TRACE";
        };
    }

    private static final class ToJournal extends ExtHandler {
        @Override
        protected void doPublish(ExtLogRecord entry) {
            RunInFlight run = CurrentRun.get();
            if (run != null && run.definition().captureLogs() && OFF.get() == null) {
                run.journal().add(Instant.ofEpochMilli(entry.getMillis()), levelName(entry.getLevel().getName()),
                        withTrace(entry.getFormattedMessage(), entry.getThrown()));
            }
        }
    }

    /** Passes everything on, and keeps a copy of the lines that a run's threads print. */
    private static final class Printing extends PrintStream {
        private static final int LONGEST = RunJournal.MAX_LINE;
        private final String level;
        private final ThreadLocal<StringBuilder> line = ThreadLocal.withInitial(StringBuilder::new);

        Printing(OutputStream out, String level) {
            super(out, true, StandardCharsets.UTF_8);
            this.level = level;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            RunInFlight run = CurrentRun.get();
            if (run == null || !run.definition().capturePrints()) {
                return;
            }
            StringBuilder current = line.get();
            for (char c : new String(bytes, offset, length, StandardCharsets.UTF_8).toCharArray()) {
                if (c == '\n') {
                    run.journal().add(Instant.now(), level, current.toString());
                    current.setLength(0);
                } else if (c != '\r' && current.length() < LONGEST) {
                    current.append(c);
                }
            }
        }
    }
}
