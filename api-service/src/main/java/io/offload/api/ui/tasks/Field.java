package io.offload.api.ui.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.offload.json.ExactJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A field of a task's form: a property of its input schema.
 *
 * @param kind {@code choice}, {@code boolean}, {@code number}, {@code text}, {@code lines} (long text) or {@code json}
 * @param hint empty for none
 * @param choices only of kind choice
 * @param least empty for none, as is {@code most}
 * @param expected of kind json, what it must be in words; empty when it may be anything
 * @param example of kind json, a value to begin with; empty when it may be anything
 * @param value what the field holds
 * @param fault what is wrong with it; null when nothing is known to be
 */
public record Field(String name, String kind, String hint, boolean required, List<String> choices, String least, String most, boolean whole,
        String expected, String example, String value, String fault) {
    private static final Set<String> LONG_TEXTS = Set.of("csv", "text", "body", "content", "document", "prompt");

    /** The fields of an object's schema, holding their defaults. */
    static List<Field> of(JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Field> fields = new ArrayList<>();
        schema.path("properties").properties().forEach(entry -> fields.add(of(entry.getKey(), entry.getValue(), Shape.of(schema, entry.getValue()), required.contains(entry.getKey()))));
        return fields;
    }

    private static Field of(String name, JsonNode property, Shape shape, boolean required) {
        List<String> choices = shape.choices();
        JsonNode schema = shape.schema();
        String kind = !choices.isEmpty() ? "choice" : switch (shape.type()) {
            case "boolean" -> "boolean";
            case "integer", "number" -> "number";
            case "string" -> LONG_TEXTS.contains(name) || schema.path("maxLength").asInt() > 200 ? "lines" : "text";
            default -> "json";
        };
        boolean structured = kind.equals("json") && shape.structured();
        JsonNode given = property.has("default") ? property.path("default") : schema.path("default");
        String value = !given.isMissingNode() && !given.isNull() ? text(given, kind) : structured && required ? text(shape.example(), kind) : "";
        return new Field(name, kind, property.path("description").asText(schema.path("description").asText("")), required, choices, schema.path("minimum").asText(""),
                schema.path("maximum").asText(""), shape.type().equals("integer"), structured ? shape.words() : "", structured ? text(shape.example(), kind) : "", value, null);
    }

    private static String text(JsonNode json, String kind) {
        return json.isTextual() && !kind.equals("json") ? json.textValue() : json.isContainerNode() && !json.isEmpty() ? json.toPrettyString() : json.toString();
    }

    /** What is said below the field. */
    public String words() {
        List<String> words = new ArrayList<>();
        for (String part : new String[] {hint, !kind.equals("json") ? "" : expected.isEmpty() ? "JSON, or plain text" : "JSON: " + expected, least.isEmpty() ? "" : "at least " + least, most.isEmpty() ? "" : "at most " + most}) {
            if (!part.isEmpty()) {
                words.add(part);
            }
        }
        return String.join(" · ", words);
    }

    /** How many lines the field needs. */
    public int rows() {
        return kind.equals("lines") ? 7 : Math.clamp(value.lines().count(), 3, 14);
    }

    public boolean is(String other) {
        return kind.equals(other);
    }

    Field holding(String text) {
        return new Field(name, kind, hint, required, choices, least, most, whole, expected, example, text == null ? "" : text, fault);
    }

    Field holding(JsonNode json) {
        return holding(json.isNull() ? "" : text(json, kind));
    }

    Field faulty(String words) {
        return new Field(name, kind, hint, required, choices, least, most, whole, expected, example, value, words);
    }

    /**
     * The property's value as JSON; null to leave it out.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    JsonNode json() {
        if (value.isEmpty()) {
            return null;
        }
        switch (kind) {
            case "boolean":
                return JsonNodeFactory.instance.booleanNode(value.equals("true"));
            case "number":
                try {
                    return JsonNodeFactory.instance.numberNode(new BigDecimal(value.strip()));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException("is not a number", e);
                }
            case "json":
                return anything();
            default:
                return JsonNodeFactory.instance.textNode(value);
        }
    }

    /** JSON as it is; what is no JSON and does not try to be counts as text. */
    private JsonNode anything() {
        try {
            return ExactJson.read(value);
        } catch (JsonProcessingException e) {
            char first = value.strip().isEmpty() ? ' ' : value.strip().charAt(0);
            if (first == '{' || first == '[' || first == '"') {
                throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
            }
            return JsonNodeFactory.instance.textNode(value);
        }
    }
}
