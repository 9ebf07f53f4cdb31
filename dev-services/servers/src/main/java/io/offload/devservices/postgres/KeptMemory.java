package io.offload.devservices.postgres;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets the processes of Postgres keep the memory of one statement for the next. By default glibc gives it back to the kernel after each statement with
 * arrays of a megabyte, and takes it again page by page: 1.5 page faults for each run with a payload of 2 kB. Those are dear on virtual machines.
 * The variables are those of mallopt(3); other C libraries ignore them.
 */
final class KeptMemory {
    private static final Map<String, String> SETTINGS = Map.of(
            "MALLOC_MMAP_THRESHOLD_", Integer.toString(32 << 20), // smaller pieces come from the heap, which is kept
            "MALLOC_TRIM_THRESHOLD_", Integer.toString(64 << 20), // the most that a process keeps without using it
            "MALLOC_TOP_PAD_", Integer.toString(1 << 20));

    private KeptMemory() {}

    /**
     * The variables that Postgres is to be started with.
     *
     * @param given the environment it would inherit; what it says of memory stays
     */
    static Map<String, String> environment(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.keySet().removeAll(given.keySet());
        return settings;
    }
}
