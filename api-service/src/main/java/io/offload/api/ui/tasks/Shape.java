package io.offload.api.ui.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a value must look like, as a schema says it: in words, and as an example.
 *
 * @param root the schema that references point into
 * @param schema without reference, and without the possibility of null
 * @param type empty when several are allowed, or any
 */
record Shape(JsonNode root, JsonNode schema, String type) {
    /** Types may contain themselves; deeper than this nobody fills in a form. */
    private static final int DEEPEST = 4;

    static Shape of(JsonNode root, JsonNode schema) {
        JsonNode plain = plain(root, schema, 0);
        return new Shape(root, plain, type(plain.path("type")));
    }

    private static JsonNode plain(JsonNode root, JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return schema;
        }
        JsonNode reference = schema.path("$ref");
        if (reference.isTextual() && reference.textValue().startsWith("#/")) {
            return plain(root, root.at(reference.textValue().substring(1)), depth + 1);
        }
        List<JsonNode> others = new ArrayList<>();
        schema.path("anyOf").forEach(one -> {
            if (!one.path("type").asText().equals("null")) {
                others.add(one);
            }
        });
        return others.size() == 1 ? plain(root, others.get(0), depth + 1) : schema;
    }

    /** The one type that is not null; empty when there are several or any is allowed. */
    private static String type(JsonNode type) {
        if (!type.isArray()) {
            return type.asText("");
        }
        String only = "";
        for (JsonNode one : type) {
            if (!one.asText().equals("null")) {
                if (!only.isEmpty()) {
                    return "";
                }
                only = one.asText();
            }
        }
        return only;
    }

    /** The values that are allowed; empty when there is no such list. */
    List<String> choices() {
        List<String> choices = new ArrayList<>();
        schema.path("enum").forEach(choice -> {
            if (!choice.isNull()) {
                choices.add(choice.isTextual() ? choice.textValue() : choice.toString());
            }
        });
        return choices;
    }

    /** Whether its parts are known: an object of named properties, or a list. */
    boolean structured() {
        return type.equals("array") || type.equals("object") && !schema.path("properties").isEmpty();
    }

    /** {@code list of text}, {@code object of city (text), floor (whole number, optional)}. */
    String words() {
        return words(0);
    }

    private String words(int depth) {
        List<String> choices = choices();
        if (!choices.isEmpty()) {
            return "one of " + String.join(", ", choices);
        }
        return switch (type) {
            case "array" -> "list" + (depth < DEEPEST && schema.path("items").isObject() && !item().words(depth + 1).equals("anything") ? " of " + item().words(depth + 1) : "");
            case "object" -> "object" + (structured() && depth < 2 ? " of " + parts(depth) : "");
            case "string" -> schema.path("format").asText("text");
            case "integer" -> "whole number";
            case "number" -> "number";
            case "boolean" -> "true or false";
            default -> "anything";
        };
    }

    private String parts(int depth) {
        List<String> parts = new ArrayList<>();
        schema.path("properties").properties().forEach(part ->
                parts.add("%s (%s%s)".formatted(part.getKey(), of(root, part.getValue()).words(depth + 1), requires(part.getKey()) ? "" : ", optional")));
        return String.join(", ", parts);
    }

    /** A value of this shape to begin with: defaults where there are some, else nothing, zero and the first choice. */
    JsonNode example() {
        return example(0);
    }

    private JsonNode example(int depth) {
        if (schema.has("default")) {
            return schema.get("default");
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").get(0);
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (type) {
            case "object" -> {
                ObjectNode example = json.objectNode();
                if (depth < DEEPEST) {
                    schema.path("properties").properties().forEach(part -> {
                        if (requires(part.getKey())) {
                            example.set(part.getKey(), of(root, part.getValue()).example(depth + 1));
                        }
                    });
                }
                yield example;
            }
            case "array" -> {
                ArrayNode example = json.arrayNode();
                yield depth < DEEPEST && schema.path("items").isObject() ? example.add(item().example(depth + 1)) : example;
            }
            case "string" -> json.textNode("");
            case "integer", "number" -> json.numberNode(schema.path("minimum").asLong(0));
            case "boolean" -> json.booleanNode(false);
            default -> json.nullNode();
        };
    }

    private Shape item() {
        return of(root, schema.path("items"));
    }

    private boolean requires(String name) {
        for (JsonNode one : schema.path("required")) {
            if (one.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
