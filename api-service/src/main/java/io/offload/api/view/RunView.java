package io.offload.api.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.offload.event.EndNotification;
import io.offload.run.StateType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * A run as the API tells it. Every field is always there, null when there is none, except {@code result}: only when COMPLETED. Times are RFC 3339
 * in UTC with six digits.
 *
 * @param input JSON text, written as it came
 * @param result JSON text, null unless COMPLETED
 * @param error JSON text {@code {type,message,stack_trace}}, null when there is none
 * @param progress JSON text {@code {fraction,message}}, null when there is none
 */
public record RunView(
        UUID id,
        String task,
        String name,
        StateType state,
        String stateName,
        String stateMessage,
        Instant stateAt,
        String queue,
        String[] tags,
        int revision,
        int attempt,
        int maxAttempts,
        int failures,
        int losses,
        String input,
        String result,
        String error,
        String progress,
        Instant scheduledFor,
        Instant startedAt,
        Instant endedAt,
        String worker,
        UUID rerunOf,
        UUID cachedFrom) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The instant in the form of every time that the API tells. */
    public static String time(Instant at) {
        return at == null ? null : TIME.format(at);
    }

    /**
     * What becomes of a run that was only accepted when it has been COMPLETED at its first claim.
     *
     * @param ending {@link EndNotification#isWhole whole}
     */
    public RunView completed(EndNotification ending) {
        return new RunView(id, task, name, StateType.COMPLETED, "Completed", ending.message(), ending.endedAt(), queue, tags, EndNotification.REVISION, 1,
                maxAttempts, 0, 0, input, ending.result(), null, null, scheduledFor, ending.startedAt(), ending.endedAt(), ending.worker(), rerunOf, null);
    }

    /** When the run was accepted: the timestamp of its id, in milliseconds. */
    public Instant createdAt() {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The view as UTF-8 JSON. */
    public byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(768 + (input == null ? 0 : input.length()) + (result == null ? 0 : result.length()));
        try (JsonGenerator json = JSON.createGenerator(out)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes the view as one JSON object. */
    public void write(JsonGenerator json) throws IOException {
        String self = "/api/v1/runs/" + id;
        json.writeStartObject();
        json.writeStringField("id", id.toString());
        json.writeStringField("task", task);
        json.writeStringField("name", name);
        json.writeObjectFieldStart("state");
        json.writeStringField("type", state.name());
        json.writeStringField("name", stateName);
        json.writeStringField("message", stateMessage);
        json.writeStringField("at", time(stateAt));
        json.writeEndObject();
        json.writeStringField("queue", queue);
        json.writeArrayFieldStart("tags");
        for (String tag : tags) {
            json.writeString(tag);
        }
        json.writeEndArray();
        json.writeNumberField("revision", revision);
        json.writeNumberField("attempt", attempt);
        json.writeNumberField("max_attempts", maxAttempts);
        json.writeNumberField("failures", failures);
        json.writeNumberField("losses", losses);
        raw(json, "input", input);
        if (state == StateType.COMPLETED) {
            raw(json, "result", result);
        }
        raw(json, "error", error);
        raw(json, "progress", progress);
        json.writeStringField("created_at", time(createdAt()));
        json.writeStringField("scheduled_for", time(scheduledFor));
        json.writeStringField("started_at", time(startedAt));
        json.writeStringField("ended_at", time(endedAt));
        json.writeStringField("worker", worker);
        json.writeStringField("rerun_of", rerunOf == null ? null : rerunOf.toString());
        json.writeStringField("cached_from", cachedFrom == null ? null : cachedFrom.toString());
        json.writeObjectFieldStart("links");
        json.writeStringField("self", self);
        json.writeStringField("history", self + "/history");
        json.writeStringField("logs", self + "/logs");
        json.writeStringField("events", self + "/events");
        json.writeStringField("cancel", self + "/cancel");
        json.writeStringField("rerun", self + "/rerun");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void raw(JsonGenerator json, String field, String value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeRawValue(value);
        }
    }
}
