package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * Checks a JSON Schema that a caller gave, before it is compiled: that it is one (2020-12), that it refers to nothing outside itself, and that
 * checking a value against it ends soon.
 */
public final class ForeignSchema {
    public static final int MOST_CHARACTERS = 65_536;
    public static final int MOST_NESTING = 32;

    /** How many subschemas may apply to one place of a value, references followed. */
    private static final int MOST_AT_ONE_PLACE = 1_000;

    private static final Set<String> REFUSED = Set.of("$id", "$dynamicRef", "$dynamicAnchor", "$anchor", "$recursiveRef", "$vocabulary");
    private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples");
    private static final List<String> ONE_IN_PLACE = List.of("not", "if", "then", "else");
    private static final List<String> MANY_IN_PLACE = List.of("allOf", "anyOf", "oneOf");

    /** Keywords whose members' names are the caller's. */
    private static final Set<String> SCHEMAS_BY_NAME = Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

    private final JsonNode root;
    private final Set<JsonNode> walked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Queue<JsonNode> referred = new ArrayDeque<>();
    private int visits;

    private ForeignSchema(JsonNode root) {
        this.root = root;
    }

    /**
     * @return the schema, compiled
     * @throws IllegalArgumentException with a message for people
     */
    public static InputSchema compile(JsonNode schema) {
        if (!schema.isObject()) {
            throw new IllegalArgumentException("a JSON Schema is an object");
        }
        if (schema.toString().length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("the JSON Schema is longer than %d characters".formatted(MOST_CHARACTERS));
        }
        ForeignSchema check = new ForeignSchema(schema);
        check.referred.add(schema);
        while (!check.referred.isEmpty()) {
            check.walk(check.referred.remove(), 0);
        }
        LibraryInputSchema.metaViolations(schema).stream().findFirst().ifPresent(violation -> {
            throw new IllegalArgumentException("no valid JSON Schema (2020-12): %s: %s".formatted(violation.pointer(), violation.detail()));
        });
        check.walked.forEach(start -> {
            check.visits = 0;
            check.place(start, Collections.newSetFromMap(new IdentityHashMap<>()));
        });
        return InputSchema.compile(schema);
    }

    /** Looks at a schema and the schemas in it, each once, and remembers those that it refers to. */
    private void walk(JsonNode schema, int depth) {
        if (depth > MOST_NESTING) {
            throw new IllegalArgumentException("the JSON Schema is nested deeper than %d".formatted(MOST_NESTING));
        }
        if (!schema.isObject() || !walked.add(schema)) {
            return;
        }
        REFUSED.stream().filter(schema::has).findFirst().ifPresent(keyword -> {
            throw new IllegalArgumentException("the JSON Schema uses %s, which is not supported here".formatted(keyword));
        });
        if (schema.path("$ref").isTextual()) {
            referred.add(target(schema.path("$ref").textValue()));
        }
        if (schema.path("pattern").isTextual()) {
            BoundedPattern.compile(schema.path("pattern").textValue());
        }
        schema.path("patternProperties").fieldNames().forEachRemaining(BoundedPattern::compile);
        for (var entry : schema.properties()) {
            if (SCHEMAS_BY_NAME.contains(entry.getKey()) || entry.getValue().isArray() && !VALUES.contains(entry.getKey())) {
                entry.getValue().forEach(inner -> walk(inner, depth + 1));
            } else if (!VALUES.contains(entry.getKey())) {
                walk(entry.getValue(), depth + 1);
            }
        }
    }

    private JsonNode target(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            throw new IllegalArgumentException("$ref '%s' must point into the schema itself, like #/$defs/name".formatted(reference));
        }
        JsonNode target = root.at(reference.substring(1));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("$ref '%s' points at nothing".formatted(reference));
        }
        return target;
    }

    /** What applies to one place of a value, without going deeper into the value, must end. */
    private void place(JsonNode schema, Set<JsonNode> above) {
        if (!schema.isObject()) {
            return;
        }
        if (!above.add(schema)) {
            throw new IllegalArgumentException("the JSON Schema refers to itself without going deeper into the value");
        }
        if (++visits > MOST_AT_ONE_PLACE) {
            throw new IllegalArgumentException("more than %d subschemas apply to one place of a value".formatted(MOST_AT_ONE_PLACE));
        }
        if (schema.path("$ref").isTextual()) {
            place(target(schema.path("$ref").textValue()), above);
        }
        ONE_IN_PLACE.forEach(keyword -> place(schema.path(keyword), above));
        MANY_IN_PLACE.forEach(keyword -> schema.path(keyword).forEach(part -> place(part, above)));
        schema.path("dependentSchemas").forEach(part -> place(part, above));
        above.remove(schema);
    }
}
