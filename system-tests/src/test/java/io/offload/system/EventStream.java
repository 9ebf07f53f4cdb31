package io.offload.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Reads Server-Sent Events one by one. */
public final class EventStream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;
    private int comments;

    /** One event; its data lines are joined. */
    public record Event(String id, String type, String data) {}

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    public static EventStream open(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/event-stream");
        return new EventStream(Http.client().send(headers.length == 0 ? request.build() : request.headers(headers).build(), BodyHandlers.ofInputStream()));
    }

    public String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    public int status() {
        return response.statusCode();
    }

    /** The next event; null when the stream has ended. */
    public Event next() throws IOException {
        String id = null;
        String type = null;
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(6));
            } else if (line.startsWith(":")) {
                comments++;
            } else if (line.isEmpty() && type != null) {
                return new Event(id, type, data.toString());
            }
        }
        return null;
    }

    public int comments() {
        return comments;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
