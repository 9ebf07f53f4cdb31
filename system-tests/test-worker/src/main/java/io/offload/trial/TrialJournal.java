package io.offload.trial;

import io.offload.task.TaskContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A file of this process with one line an event: {@code <nanoseconds> <run> <attempt> <pid> <task> <event>}. What is written survives kill -9. */
@Singleton
public class TrialJournal {
    private static final long NANOS = 1_000_000_000L;
    private final FileChannel file;

    @Inject
    public TrialJournal(@ConfigProperty(name = "trial.journal", defaultValue = "target") Path folder) {
        try {
            file = FileChannel.open(folder.resolve(ProcessHandle.current().pid() + ".journal"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
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
                file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
