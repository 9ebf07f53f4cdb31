package io.offload.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts another process exactly like a running service of this machine, on a port of its own. */
record ServiceTwin(List<String> command, Map<String, String> environment, Path folder) {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    static ServiceTwin of(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        Map<String, String> environment = new HashMap<>();
        for (String variable : Files.readString(process.resolve("environ")).split("\0")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        environment.put("OFFLOAD_WORKER_NAME", "twin");
        return new ServiceTwin(List.of(Files.readString(process.resolve("cmdline")).split("\0")), environment, Files.readSymbolicLink(process.resolve("cwd")));
    }

    /** From the start of the process to the first 200 of its readiness endpoint; the process is stopped again. */
    double secondsToReady() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            while (!ready(port)) {
                if (!process.isAlive() || System.nanoTime() - start > LIMIT_NANOS) {
                    throw new IllegalStateException("the process did not become ready: " + String.join(" ", command));
                }
                LockSupport.parkNanos(5_000_000);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static boolean ready(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(("GET /q/health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException notYet) {
            return false;
        }
    }
}
