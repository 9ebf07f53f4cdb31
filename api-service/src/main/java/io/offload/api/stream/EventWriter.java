package io.offload.api.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** Writes Server-Sent Events (WHATWG HTML, "Server-sent events") to one response. */
final class EventWriter {
    static final String MEDIA_TYPE = "text/event-stream;charset=UTF-8";
    private static final int RECONNECT_MS = 2000;

    private final HttpServerResponse response;
    private boolean begun;
    private long lastNanos = System.nanoTime();

    EventWriter(HttpServerResponse response) {
        this.response = response;
    }

    /** Sends the head, once. */
    void begin() {
        if (!begun) {
            begun = true;
            response.setChunked(true);
            response.putHeader("Content-Type", MEDIA_TYPE).putHeader("Cache-Control", "no-cache, no-transform").putHeader("X-Accel-Buffering", "no");
            response.write("retry: " + RECONNECT_MS + "\n\n");
        }
    }

    boolean begun() {
        return begun;
    }

    void event(String type, StreamPosition id, byte[] json) {
        event(type, id, new String(json, StandardCharsets.UTF_8));
    }

    /** A line break in the data begins a new data line; in JSON it can only be white space. */
    void event(String type, StreamPosition id, String json) {
        StringBuilder text = new StringBuilder(json.length() + 64);
        text.append("id: ").append(id).append("\nevent: ").append(type);
        json.lines().forEach(line -> text.append("\ndata: ").append(line));
        write(text.append("\n\n").toString());
    }

    /** Sends a comment when nothing was sent for so long. */
    void keepAlive(long afterNanos) {
        if (begun && System.nanoTime() - lastNanos >= afterNanos) {
            write(": still here\n\n");
        }
    }

    private void write(String text) {
        lastNanos = System.nanoTime();
        response.write(text);
    }

    /** Completes when the client can take more. */
    Future<Void> ready() {
        if (!response.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> drained = Promise.promise();
        response.drainHandler(ignored -> drained.tryComplete());
        return drained.future();
    }

    void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }
}
