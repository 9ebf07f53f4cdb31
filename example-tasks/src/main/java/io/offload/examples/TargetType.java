package io.offload.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.ExactJson;
import io.offload.schema.ForeignSchema;
import io.offload.schema.InputSchema;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What data can be cast to: an allow-list, never a class.
 *
 * @param schema JSON Schema of the answer
 * @param compiled the same, to check answers with
 * @param ours whether it was made here, not given by the caller
 */
record TargetType(ObjectNode schema, InputSchema compiled, boolean ours) {
    static final String ALLOWED =
            "string, integer, number, boolean, date, 'list of <one of these>', 'one of a, b, c' (or an array of strings), or a JSON Schema (an object)";
    private static final int MOST_LISTS = 5;
    private static final int MOST_CHOICES = 1_000;
    private static final Pattern LIST = Pattern.compile("list of (.+)");
    private static final Pattern CHOICE = Pattern.compile("one of:? (.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * @param target a name, an array of strings or a JSON Schema, the last two also as text
     * @throws IllegalArgumentException with a message for people
     */
    static TargetType of(JsonNode target) {
        if (target.isTextual()) {
            return text(target.textValue().strip());
        } else if (target.isArray()) {
            return ours(choices(target));
        } else if (target.isObject()) {
            return new TargetType((ObjectNode) target, ForeignSchema.compile(target), false);
        }
        throw new IllegalArgumentException("the target is a %s; allowed are %s".formatted(target.getNodeType().toString().toLowerCase(Locale.ROOT), ALLOWED));
    }

    private static TargetType text(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return of(ExactJson.read(text));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("the target looks like JSON but is none: " + e.getOriginalMessage(), e);
            }
        }
        Matcher choice = CHOICE.matcher(text);
        if (choice.matches()) {
            ArrayNode choices = NODES.arrayNode();
            Stream.of(choice.group(1).split(",")).map(String::strip).forEach(choices::add);
            return ours(choices(choices));
        }
        return ours(named(text.toLowerCase(Locale.ROOT), text, 0));
    }

    private static TargetType ours(ObjectNode schema) {
        return new TargetType(schema, InputSchema.compile(schema), true);
    }

    private static ObjectNode named(String name, String whole, int lists) {
        Matcher list = LIST.matcher(name);
        if (list.matches() && lists < MOST_LISTS) {
            ObjectNode schema = NODES.objectNode().put("type", "array");
            schema.set("items", named(list.group(1).strip(), whole, lists + 1));
            return schema;
        }
        // "list of integers" reads better than "list of integer".
        String singular = lists > 0 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        return switch (singular) {
            case "string", "integer", "number", "boolean" -> NODES.objectNode().put("type", singular);
            case "date" -> NODES.objectNode().put("type", "string").put("format", "date");
            default -> throw new IllegalArgumentException("the target '%s' is not known; allowed are %s".formatted(shortened(whole), ALLOWED));
        };
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static ObjectNode choices(JsonNode values) {
        Set<String> distinct = new LinkedHashSet<>();
        for (JsonNode value : values) {
            if (!value.isTextual() || value.textValue().isEmpty()) {
                throw new IllegalArgumentException("an enumeration is an array of strings that are not empty");
            }
            distinct.add(value.textValue());
        }
        if (distinct.isEmpty() || distinct.size() > MOST_CHOICES) {
            throw new IllegalArgumentException("an enumeration has 1 to %d values".formatted(MOST_CHOICES));
        }
        ObjectNode schema = NODES.objectNode().put("type", "string");
        ArrayNode allowed = schema.putArray("enum");
        distinct.forEach(allowed::add);
        return schema;
    }

    /** The schema of an object with the answer as its only property, {@code value}: the protocol wants an object at the root. */
    ObjectNode envelope() {
        ObjectNode envelope = NODES.objectNode().put("type", "object");
        envelope.putObject("properties").set("value", moved(schema));
        envelope.putArray("required").add("value");
        return envelope.put("additionalProperties", false);
    }

    /** References start at the root of the whole schema, from which this one moves two steps down. */
    private static JsonNode moved(JsonNode node) {
        if (node.isArray()) {
            ArrayNode copy = NODES.arrayNode();
            node.forEach(item -> copy.add(moved(item)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = NODES.objectNode();
        for (var entry : node.properties()) {
            boolean reference = entry.getKey().equals("$ref") && entry.getValue().isTextual();
            copy.set(entry.getKey(), reference ? NODES.textNode("#/properties/value" + entry.getValue().textValue().substring(1)) : moved(entry.getValue()));
        }
        copy.remove("$schema");
        return copy;
    }
}
