package io.offload.devservices.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes: politely first, by force when they do not leave in time. */
public final class Ending {
    private static final Duration KILL_WAIT = Duration.ofSeconds(10);

    private Ending() {}

    /** Sends SIGTERM; after {@code patience} SIGKILL. Returns whether the process left by itself. */
    public static boolean terminate(ProcessHandle process, Duration patience) {
        process.destroy();
        return await(process, patience) || killed(process);
    }

    /** Sends SIGINT, which Postgres answers with a fast shutdown (SIGTERM would wait for its clients to leave); then as {@link #terminate}. */
    public static boolean interrupt(ProcessHandle process, Duration patience) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -INT " + process.pid()).inheritIO().start().waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
        return await(process, patience) || killed(process);
    }

    /** Sends SIGKILL and waits until the process is gone. */
    public static void kill(ProcessHandle process) {
        killed(process);
    }

    /** Whether the process is gone within {@code patience}. */
    public static boolean await(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not wait for process " + process.pid(), e);
        }
    }

    private static boolean killed(ProcessHandle process) {
        process.destroyForcibly();
        await(process, KILL_WAIT);
        return false;
    }
}
