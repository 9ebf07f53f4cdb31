package io.offload.api.start;

import io.offload.api.stream.StreamRuns;
import io.offload.api.ui.ticks.TickResource;
import io.offload.api.wait.WaitForRun;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When the process is asked to stop, long polls are answered with their runs as they are, and streams end. It is a hook of the JVM's own: the
 * framework lets requests finish before it tells anybody that it stops, and these would not.
 */
@Singleton
public class AnswerBeforeStopping {
    private final WaitForRun waits;
    private final StreamRuns streams;
    private final TickResource ticks;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread hook = new Thread(this::answer, "offload-answer-before-stopping");

    @Inject
    public AnswerBeforeStopping(WaitForRun waits, StreamRuns streams, TickResource ticks) {
        this.waits = waits;
        this.streams = streams;
        this.ticks = ticks;
    }

    void start(@Observes StartupEvent event) {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Without the JVM's end, in development, there is no hook. */
    void stop(@Observes ShutdownEvent event) {
        answer();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook has run
        }
    }

    private void answer() {
        if (done.compareAndSet(false, true)) {
            waits.answerAll();
            streams.endAll();
            ticks.endAll();
        }
    }
}
