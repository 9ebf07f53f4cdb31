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

    private final Path home;
    private final Path data;
    private final int port;
    private final int workers;
    private Map<String, Long> pids;
    private Connection connection;

    private SystemUnderTest(Path home, Path data, int port, int workers) {
        this.home = home;
        this.data = data;
        this.port = port;
        this.workers = workers;
    }

    /** Starts a system with so many workers and waits until it is ready. */
    static SystemUnderTest start(int workers) throws IOException, InterruptedException, SQLException {
        Path home = Path.of(System.getProperty("offload.home", "."));
        Path data = Files.createTempDirectory("offload-bench");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        SystemUnderTest system = new SystemUnderTest(home, data, port, workers);
        system.up();
        return system;
    }

    /** Stops it and starts it again on the same data. */
    void restart() throws IOException, InterruptedException, SQLException {
        connection.close();
        launcher("down");
        up();
    }

    private void up() throws IOException, InterruptedException, SQLException {
        launcher("up", "--detach", "--port", Integer.toString(port), "--workers", Integer.toString(workers));
        readProcesses();
    }

    private String launcher(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(home.resolve("offload").toString(), command, "--data", data.toString()));
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile("offload-bench", ".out");
        int exit = new ProcessBuilder(line).redirectOutput(out.toFile()).redirectErrorStream(true).start().waitFor();
        String text = Files.readString(out);
        Files.delete(out);
        if (exit != 0) {
            throw new IllegalStateException("./offload " + command + " failed:\n" + text);
        }
        return text;
    }

    private void readProcesses() throws IOException, InterruptedException, SQLException {
        pids = new LinkedHashMap<>();
        int postgresPort = 0;
        int workers = 0;
        for (JsonNode process : JSON.readTree(launcher("status", "--json"))) {
            String role = process.get("role").asText();
            pids.put(role.equals("worker") ? "worker-" + ++workers : role, process.get("pid").asLong());
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
        connection.close();
        launcher("down");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
