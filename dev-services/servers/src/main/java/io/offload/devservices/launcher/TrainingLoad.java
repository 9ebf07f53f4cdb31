package io.offload.devservices.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a system does while it records its start caches: runs by every way of submitting, the pages that one opens first, and then enough of both
 * that the JIT compilers have seen what is hot, because an AOT cache keeps their profiles too.
 */
record TrainingLoad(int port, Duration length) {
    /** Clients of each kind; one that waits for its runs is slow, so there are more of them. */
    private static final int POSTING = 8;
    private static final int WAITING = 24;
    private static final int BATCHING = 2;
    private static final int READING = 1;
    private static final int BATCH = 50;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final String LONG = "lorem ipsum dolor sit amet ".repeat(40);
    private static final List<String> PAGES = List.of("/q/health/ready", "/q/metrics", "/api/v1/tasks", "/api/v1/workers", "/api/v1/queues", "/api/v1/runs?limit=50", "/", "/ui");

    private interface Request {
        void send() throws IOException;
    }

    /** Answers do not matter here, only that the code behind them has run. */
    void run() throws IOException, InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, POSTING + WAITING + BATCHING + READING)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        Request request = client < POSTING ? this::post : client < POSTING + WAITING ? this::postAndWait
                                : client < POSTING + WAITING + BATCHING ? this::postBatch : this::read;
                        do {
                            request.send();
                        } while (System.nanoTime() < end);
                        return null;
                    })).toList();
            for (Future<?> client : all) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the system for recording does not answer", e.getCause());
        }
    }

    private void post() throws IOException {
        ask("/api/v1/tasks/echo/runs", "{\"input\":{\"value\":1}}");
    }

    private void postAndWait() throws IOException {
        ask("/api/v1/tasks/echo/runs?wait=5s", "{\"input\":{\"value\":\"some text\"}}");
    }

    private void postBatch() throws IOException {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":\"" + LONG + "\"}}";
        ask("/api/v1/runs/batch", "[" + (item + ",").repeat(BATCH - 1) + item + "]");
    }

    private void read() throws IOException {
        Matcher id = ID.matcher(ask("/api/v1/tasks/echo/runs", "{\"input\":{\"value\":[1,2]}}"));
        if (id.find()) {
            ask("/api/v1/runs/" + id.group(1) + "?wait=5s", null);
        }
        for (String page : PAGES) {
            ask(page, null);
        }
    }

    private String ask(String path, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout(20_000);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
