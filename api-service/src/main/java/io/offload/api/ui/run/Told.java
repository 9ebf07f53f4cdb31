package io.offload.api.ui.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.offload.json.ExactJson;

/** Reads what runs store as JSON: errors and progress. */
public final class Told {
    private Told() {}

    /**
     * An error.
     *
     * @param stackTrace null for none
     */
    public record Failure(String type, String message, String stackTrace) {}

    /**
     * How far a run is.
     *
     * @param percent 0 to 100; null when unknown
     * @param message null for none
     */
    public record Progress(Integer percent, String message) {
        /** For an attribute of {@code <progress>}, 0 to 1. */
        public String fraction() {
            return percent == null ? "" : Double.toString(percent / 100.0);
        }
    }

    /** Null when there is none. */
    public static Failure failure(String json) {
        if (json == null) {
            return null;
        }
        JsonNode error = read(json);
        return new Failure(text(error, "type"), text(error, "message"), text(error, "stack_trace"));
    }

    /** Null when there is none. */
    public static Progress progress(String json) {
        if (json == null) {
            return null;
        }
        JsonNode progress = read(json);
        JsonNode fraction = progress.path("fraction");
        return new Progress(fraction.isNumber() ? (int) Math.round(fraction.doubleValue() * 100) : null, text(progress, "message"));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    private static JsonNode read(String json) {
        try {
            return ExactJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run's error or progress is no JSON", e);
        }
    }
}
