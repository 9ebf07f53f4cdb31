package io.offload.devservices.launcher;

import io.offload.devservices.process.Ending;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs {@link TrainStartCaches} beside a system that is in use: somewhat later, in a process of its own, at the lowest priority. */
final class BackgroundTraining {
    /** Whoever has waited for the system wants to use it now. */
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StartCaches caches;
    private final Path home;
    private final Console console;
    private boolean stopped;
    private Process process;

    BackgroundTraining(StartCaches caches, Path home, Console console) {
        this.caches = caches;
        this.home = home;
        this.console = console;
    }

    void start() {
        CompletableFuture.delayedExecutor(LATER.toMillis(), TimeUnit.MILLISECONDS).execute(this::launch);
    }

    private synchronized void launch() {
        if (stopped) {
            return;
        }
        try {
            Files.createDirectories(caches.folder());
            if (!Files.isWritable(caches.folder())) {
                return;
            }
            List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
            command.addAll(TrainStartCaches.launcher(List.of(), List.of(Launcher.TRAIN)));
            process = new Program(command, Map.of("CLASSPATH", System.getProperty("java.class.path")), home, caches.folder().resolve("training.log")).start();
        } catch (IOException readOnly) {
            console.line("  (the next start will not be faster than this one: " + caches.folder() + " cannot be written)");
        }
    }

    /** Asks it to end, if it runs. */
    synchronized void stop() {
        stopped = true;
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits until it has ended after {@link #stop()}. */
    synchronized void awaitEnd() {
        if (process != null && !Ending.await(process.toHandle(), PATIENCE)) {
            Ending.kill(process.toHandle());
        }
    }
}
