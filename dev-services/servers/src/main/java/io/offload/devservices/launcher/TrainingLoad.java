package io.offload.devservices.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a system does while it records its start caches: some runs by every way of submitting, and the pages that one opens first. */
record TrainingLoad(int port) {
    private static final int ROUNDS = 40;
    private static final int BATCH = 50;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final List<String> PAGES = List.of("/q/health/ready", "/q/metrics", "/api/v1/tasks", "/api/v1/workers", "/api/v1/queues", "/api/v1/runs?limit=50", "/", "/ui");

    /** Answers do not matter here, only that the code behind them has run. */
    void run() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Matcher id = ID.matcher(ask("/api/v1/tasks/echo/runs", "{\"input\":{\"value\":" + round + "}}"));
            if (id.find()) {
                ask("/api/v1/runs/" + id.group(1) + "?wait=5s", null);
            }
            ask("/api/v1/runs/batch", "[" + "{\"task\":\"echo\",\"input\":{\"value\":1}},".repeat(BATCH - 1) + "{\"task\":\"echo\",\"input\":{\"value\":1}}]");
        }
        for (String page : PAGES) {
            ask(page, null);
        }
    }

    private String ask(String path, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout(10_000);
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
