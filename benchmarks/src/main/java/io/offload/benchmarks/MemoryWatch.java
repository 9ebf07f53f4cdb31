package io.offload.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every second how much memory API and worker have (proportional set size), from its making until it is closed. */
final class MemoryWatch implements AutoCloseable {
    private static final String[] ROLES = {"api", "worker-1"};
    private final SystemUnderTest system;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Double> first = new LinkedHashMap<>();
    private final Map<String, Double> most = new LinkedHashMap<>();

    MemoryWatch(SystemUnderTest system) throws IOException {
        this.system = system;
        look();
        clock.scheduleAtFixedRate(() -> {
            try {
                look();
            } catch (IOException gone) {
                // the scenario fails for its own reason then
            }
        }, 1, 1, TimeUnit.SECONDS);
    }

    private synchronized void look() throws IOException {
        for (String role : ROLES) {
            if (system.pids().containsKey(role)) {
                double now = system.pssMiB(role);
                first.putIfAbsent(role, now);
                most.merge(role, now, Math::max);
            }
        }
    }

    /** At the beginning, at most, and now, in MiB. */
    synchronized Map<String, Double> figures() throws IOException {
        look();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String role : first.keySet()) {
            String name = role.equals("api") ? "api" : "worker";
            figures.put(name + "_pss_first_mib", first.get(role));
            figures.put(name + "_pss_most_mib", most.get(role));
            figures.put(name + "_pss_mib", system.pssMiB(role));
        }
        return figures;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
