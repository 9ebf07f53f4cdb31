package io.offload.devservices.launcher;

import java.io.PrintStream;

/** Where the launcher talks to its user. */
record Console(PrintStream out) {
    static Console standard() {
        return new Console(System.out);
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }
}
