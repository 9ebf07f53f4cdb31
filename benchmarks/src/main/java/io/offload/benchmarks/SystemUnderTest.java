package io.offload.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A whole system on this machine, started with {@code ./offload up} on a data folder of its own, and what it costs. */
final class SystemUnderTest implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TICKS_PER_SECOND = 100;

    private static final Path HOME = Path.of(System.getProperty("offload.home", "."));

    private final Path data;
    private final int port;
    private final int workers;
    private double firstStartSeconds;
    private Map<String, Long> pids;
    private Map<String, Integer> services;
    private Connection connection;

    private SystemUnderTest(Path data, int port, int workers) {
        this.data = data;
        this.port = port;
        this.workers = workers;
    }

    /** Now, since the first start would record them while something is measured; the switch that leaves them out is respected. */
    static void recordStartCaches() throws IOException, InterruptedException {
        if (!"off".equals(System.getenv("OFFLOAD_START_CACHE"))) {
            launcher(List.of("warm"));
        }
    }

    /** Starts a system with so many workers and waits until it is ready. */
    static SystemUnderTest start(int workers) throws IOException, InterruptedException, SQLException {
        Path data = Files.createTempDirectory("offload-bench");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        SystemUnderTest system = new SystemUnderTest(data, port, workers);
        system.firstStartSeconds = system.startAgain();
        return system;
    }

    /** Starts it on the data it has; returns the seconds that {@code ./offload up} took. */
    double startAgain() throws IOException, InterruptedException, SQLException {
        long start = System.nanoTime();
        launcher("up", "--detach", "--port", Integer.toString(port), "--workers", Integer.toString(workers));
        double seconds = (System.nanoTime() - start) / 1e9;
        readProcesses();
        return seconds;
    }

    /** What {@code ./offload up} took on the new data folder. */
    double firstStartSeconds() {
        return firstStartSeconds;
    }

    /** Stops it and starts it again on the same data. */
    void restart() throws IOException, InterruptedException, SQLException {
        stop();
        startAgain();
    }

    /** Stops it; its data stays. */
    void stop() throws IOException, InterruptedException, SQLException {
        connection.close();
        launcher("down");
    }

    private String launcher(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command, "--data", data.toString()));
        line.addAll(List.of(arguments));
        return launcher(line);
    }

    private static String launcher(List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(System.getProperty("offload.launcher", HOME.resolve("offload").toString())));
        line.addAll(arguments);
        Path out = Files.createTempFile("offload-bench", ".out");
        int exit = new ProcessBuilder(line).redirectOutput(out.toFile()).redirectErrorStream(true).start().waitFor();
        String text = Files.readString(out);
        Files.delete(out);
        if (exit != 0) {
            throw new IllegalStateException("./offload " + String.join(" ", arguments) + " failed:\n" + text);
        }
        return text;
    }

    private void readProcesses() throws IOException, InterruptedException, SQLException {
        pids = new LinkedHashMap<>();
        services = new LinkedHashMap<>();
        int postgresPort = 0;
        int workers = 0;
        for (JsonNode process : JSON.readTree(launcher("status", "--json"))) {
            String role = process.get("role").asText();
            String name = role.equals("worker") ? "worker-" + ++workers : role;
            pids.put(name, process.get("pid").asLong());
            if (role.equals("worker") || role.equals("api")) {
                services.put(name, process.get("port").asInt());
            }
            if (role.equals("postgres")) {
                postgresPort = process.get("port").asInt();
            }
        }
        connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postgresPort + "/offload?currentSchema=offload", "offload", "offload");
    }

    int port() {
        return port;
    }

    /** Processes by role. */
    Map<String, Long> pids() {
        return pids;
    }

    /** Ports of API and workers by role. */
    Map<String, Integer> services() {
        return services;
    }

    /** The limit of the heap of a process in MiB, from its command line; 0 when none is set. */
    double maxHeapMiB(String role) throws IOException {
        for (String argument : Files.readString(Path.of("/proc/" + pids.get(role) + "/cmdline")).split("\0")) {
            if (argument.matches("-Xmx\\d+[mg]")) {
                double number = Double.parseDouble(argument.replaceAll("\\D", ""));
                return argument.endsWith("g") ? number * 1024 : number;
            }
        }
        return 0;
    }

    /** First column of the first row. */
    String query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    long number(String sql) throws SQLException {
        String text = query(sql);
        return text == null ? 0 : Long.parseLong(text);
    }

    /** The first column of all rows. */
    List<String> list(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs that have come to COMPLETED so far, from the folded statistics. */
    long completed() throws SQLException {
        return number("SELECT (SELECT coalesce(sum(n), 0) FROM run_minute WHERE state = 'COMPLETED')"
                + " + (SELECT coalesce(sum(n), 0) FROM run_minute_delta WHERE state = 'COMPLETED')");
    }

    /** CPU seconds by role since the processes started, Postgres with all its children. */
    Map<String, Double> cpuSeconds() throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Map.Entry<String, Long> process : pids.entrySet()) {
            seconds.put(process.getKey(), process.getKey().equals("postgres") ? ofTree(process.getValue()) : of(process.getValue()));
        }
        return seconds;
    }

    private static double ofTree(long root) throws IOException {
        double sum = of(root) + ofReapedChildren(root);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                String[] stat = stat(Long.parseLong(process.getFileName().toString()));
                if (stat.length > 1 && Long.parseLong(stat[1]) == root) {
                    sum += (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / TICKS_PER_SECOND;
                }
            }
        }
        return sum;
    }

    private static double of(long pid) {
        String[] stat = stat(pid);
        return stat.length == 0 ? 0 : (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / TICKS_PER_SECOND;
    }

    private static double ofReapedChildren(long pid) {
        String[] stat = stat(pid);
        return stat.length == 0 ? 0 : (Long.parseLong(stat[13]) + Long.parseLong(stat[14])) / TICKS_PER_SECOND;
    }

    /** Fields of /proc/pid/stat after the name: state is 0, parent 1, utime 11, stime 12 (proc(5)). */
    private static String[] stat(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return text.substring(text.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
            return new String[0];
        }
    }

    /** Proportional set size of a process in MiB. */
    double pssMiB(String role) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pids.get(role) + "/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException, InterruptedException, SQLException {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
