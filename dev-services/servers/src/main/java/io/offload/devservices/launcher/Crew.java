package io.offload.devservices.launcher;

import io.offload.devservices.postgres.EmbeddedPostgres;
import io.offload.devservices.process.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The processes of one system: registers each in the data folder the moment it exists, reports one that dies, and stops all of them in
 * the order of {@link Role}. Once stopping has begun nothing joins any more.
 */
final class Crew {
    /** Longer than the drain deadline of a worker (30 s), within which it finishes or hands back its runs. */
    static final Duration WORKER_PATIENCE = Duration.ofSeconds(45);
    private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(20);
    private static final int SIGNALLED = 128;

    private final DataFolder folder;
    private final Console console;
    private final Duration servicePatience;
    private boolean stopping;

    Crew(DataFolder folder, Console console) {
        this(folder, console, SERVICE_PATIENCE);
    }

    /** @param servicePatience how long the API and Kafka may take to stop */
    Crew(DataFolder folder, Console console, Duration servicePatience) {
        this.folder = folder;
        this.console = console;
        this.servicePatience = servicePatience;
    }

    /** Takes a new process in; when everything is being stopped already, it is killed instead. */
    synchronized void join(Member member, Process process) {
        if (stopping) {
            process.destroyForcibly();
            throw new LauncherException("stopped while " + member.name() + " was starting");
        }
        try {
            member.write(folder.file(member.name()));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new LauncherException("could not write " + folder.file(member.name()) + ": " + e.getMessage(), e);
        }
        process.onExit().thenAccept(ended -> reportDeath(member, ended.exitValue()));
    }

    private synchronized void reportDeath(Member member, int exitCode) {
        if (!stopping) {
            String how = exitCode > SIGNALLED ? "was ended by signal " + (exitCode - SIGNALLED) : "ended with exit code " + exitCode;
            console.line("! " + member.name() + " (process " + member.pid() + ") " + how + "; its log: " + folder.log(member.name()));
        }
    }

    /** Stops whatever lives, workers first; safe to call twice. */
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        List<Member> members = folder.members();
        for (Role role : Role.values()) {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (Member member : members) {
                if (member.role() == role) {
                    ends.add(CompletableFuture.runAsync(() -> stop(member), task -> new Thread(task, "stop-" + member.name()).start()));
                }
            }
            ends.forEach(CompletableFuture::join);
        }
    }

    private void stop(Member member) {
        Optional<ProcessHandle> process = member.process();
        if (process.isPresent()) {
            boolean left = end(member, process.get());
            console.line(left ? "  " + member.name() + " stopped"
                    : "! " + member.name() + " (process " + member.pid() + ") did not stop in time and was killed");
        }
        try {
            Files.deleteIfExists(folder.file(member.name()));
        } catch (IOException e) {
            console.line("! could not delete " + folder.file(member.name()) + ": " + e.getMessage());
        }
    }

    private boolean end(Member member, ProcessHandle process) {
        return switch (member.role()) {
            case WORKER -> Ending.terminate(process, servicePatience.compareTo(WORKER_PATIENCE) > 0 ? servicePatience : WORKER_PATIENCE);
            case API, KAFKA -> Ending.terminate(process, servicePatience);
            case POSTGRES -> Ending.interrupt(process, EmbeddedPostgres.STOP_PATIENCE);
        };
    }
}
