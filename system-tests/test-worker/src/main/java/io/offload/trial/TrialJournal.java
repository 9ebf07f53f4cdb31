package io.offload.trial;

import io.offload.task.TaskContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A file of this process with one line an event: {@code <nanoseconds> <run> <attempt> <pid> <task> <event>}. What is written survives kill -9. */
@Singleton
public class TrialJournal {
    private static final long NANOS = 1_000_000_000L;
    /** Not a channel: that would be closed for ever by the first task that is interrupted while it writes. */
    private final FileOutputStream file;

    @Inject
    public TrialJournal(@ConfigProperty(name = "trial.journal", defaultValue = "target") Path folder) {
        try {
            file = new FileOutputStream(folder.resolve(ProcessHandle.current().pid() + ".journal").toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException("could not open the journal in " + folder, e);
        }
    }

    /** Thread-safe; the line is with the operating system when it returns. */
    public void write(TaskContext run, String event) {
        write(run.runId() + " " + run.attempt(), run.task(), event);
    }

    /** For hooks, which have no context: {@code run} is the id and the attempt. */
    public void write(String run, String task, String event) {
        Instant now = Instant.now();
        long nanos = now.getEpochSecond() * NANOS + now.getNano();
        String line = nanos + " " + run + " " + ProcessHandle.current().pid() + " " + task + " " + event + "\n";
        try {
            synchronized (this) {
                file.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
