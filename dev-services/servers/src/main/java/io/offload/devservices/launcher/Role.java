package io.offload.devservices.launcher;

import java.util.Locale;

/** What a process of a system is for, in the order in which they are stopped: whoever needs another goes before it. */
enum Role {
    WORKER,
    API,
    KAFKA,
    POSTGRES;

    /** As in {@code status --json}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
