package io.offload.system;

import java.io.IOException;

/** Sends signals that the JDK has no method for. */
final class Signal {
    private Signal() {}

    static void of(long pid, String signal) {
        try {
            int code = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + code);
            }
        } catch (IOException e) {
            throw new IllegalStateException("could not send SIG" + signal + " to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, e);
        }
    }
}
