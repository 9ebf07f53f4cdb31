package io.offload.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a system has used up to a moment; two of them give the cost of what happened in between.
 *
 * @param cpuSeconds by role
 * @param walBytes written since the server started
 * @param tableBytes of all tables and indexes of the schema
 * @param updates row updates, and of those the heap-only ones
 * @param commits transactions
 * @param allocatedBytes heap bytes that the JVMs of API and workers have allocated, to the last young collection
 */
record Cost(Map<String, Double> cpuSeconds, long walBytes, long tableBytes, long updates, long hotUpdates, long commits,
        Map<String, Double> allocatedBytes) {
    private static final String TABLES = "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            + "WHERE n.nspname = 'offload' AND c.relkind = 'r'";
    private static final String UPDATES = "SELECT sum(n_tup_upd) FROM pg_stat_user_tables WHERE relname LIKE 'task_run_%'";
    private static final String HOT = "SELECT sum(n_tup_hot_upd) FROM pg_stat_user_tables WHERE relname LIKE 'task_run_%'";

    static Cost until(SystemUnderTest system) throws IOException, InterruptedException, SQLException {
        Map<String, Double> allocated = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> service : system.services().entrySet()) {
            allocated.put(service.getKey(), metric(service.getValue(), "jvm_gc_memory_allocated_bytes_total"));
        }
        return new Cost(system.cpuSeconds(), system.number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"), system.number(TABLES),
                system.number(UPDATES), system.number(HOT), system.number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"), allocated);
    }

    /** The cost a run between an earlier moment and this, with the names and units of the report. */
    Map<String, Double> perRun(Cost earlier, long runs) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double total = 0;
        for (Map.Entry<String, Double> role : cpuSeconds.entrySet()) {
            double micros = (role.getValue() - earlier.cpuSeconds.getOrDefault(role.getKey(), 0.0)) * 1_000_000 / runs;
            figures.put("cpu_us_per_run_" + role.getKey(), micros);
            total += micros;
        }
        figures.put("cpu_us_per_run", total);
        allocatedBytes.forEach((role, bytes) ->
                figures.put("allocated_bytes_per_run_" + role, (bytes - earlier.allocatedBytes.getOrDefault(role, 0.0)) / runs));
        figures.put("wal_bytes_per_run", (double) (walBytes - earlier.walBytes) / runs);
        figures.put("table_bytes_per_run", (double) (tableBytes - earlier.tableBytes) / runs);
        figures.put("runs_per_commit", (double) runs / Math.max(1, commits - earlier.commits));
        figures.put("hot_update_share", updates == earlier.updates ? Double.NaN : (double) (hotUpdates - earlier.hotUpdates) / (updates - earlier.updates));
        return figures;
    }

    /** A figure of a Prometheus page, summed over its labels; 0 when there is none. */
    static double metric(int port, String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics")).build();
        String page = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(request, HttpResponse.BodyHandlers.ofString()).body();
        return page.lines().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
