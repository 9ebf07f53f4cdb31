package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** One keyword of a {@link PlainSchema}. */
interface PlainKeyword {
    boolean fits(JsonNode value);

    /** Adds what is wrong; nothing when the value fits. */
    void check(JsonNode value, Place place, Violations violations);

    /**
     * @param parent the schema that holds the keyword
     * @return empty when the keyword, or this value of it, needs the library
     */
    static Optional<PlainKeyword> compile(String name, JsonNode value, JsonNode parent) {
        return switch (name) {
            case "type" -> types(value);
            case "properties" -> properties(value);
            case "required" -> strings(value).map(StructureKeywords.Required::new);
            // Beside patternProperties it means something else; that keyword needs the library anyway.
            case "additionalProperties" -> additional(value, parent);
            case "items" -> PlainSchema.compile(value).map(StructureKeywords.Items::new);
            case "enum" -> strings(value).map(LinkedHashSet::new).map(OneOf::new);
            case "minLength" -> count(value).map(n -> rule(JsonNode::isTextual, v -> length(v) >= n, "must have at least %d characters".formatted(n)));
            case "maxLength" -> count(value).map(n -> rule(JsonNode::isTextual, v -> length(v) <= n, "must have at most %d characters".formatted(n)));
            case "minItems" -> count(value).map(n -> rule(JsonNode::isArray, v -> v.size() >= n, "must have at least %d items".formatted(n)));
            case "maxItems" -> count(value).map(n -> rule(JsonNode::isArray, v -> v.size() <= n, "must have at most %d items".formatted(n)));
            case "minimum" -> bound(value, c -> c >= 0, "must be at least ");
            case "maximum" -> bound(value, c -> c <= 0, "must be at most ");
            case "exclusiveMinimum" -> bound(value, c -> c > 0, "must be greater than ");
            case "exclusiveMaximum" -> bound(value, c -> c < 0, "must be less than ");
            case "pattern" -> pattern(value);
            case "format" -> format(value);
            default -> Optional.empty();
        };
    }

    private static PlainKeyword rule(Predicate<JsonNode> concerns, Predicate<JsonNode> holds, String detail) {
        return new Rule(concerns, holds, detail);
    }

    private static int length(JsonNode text) {
        String value = text.textValue();
        return value.codePointCount(0, value.length());
    }

    private static Optional<Integer> count(JsonNode value) {
        return value.isInt() && value.intValue() >= 0 ? Optional.of(value.intValue()) : Optional.empty();
    }

    private static Optional<PlainKeyword> bound(JsonNode value, Predicate<Integer> holds, String detail) {
        if (!value.isNumber()) {
            return Optional.empty();
        }
        BigDecimal bound = value.decimalValue();
        boolean small = value.isInt() || value.isLong();
        long whole = small ? value.longValue() : 0;
        return Optional.of(rule(
                JsonNode::isNumber,
                v -> holds.test(small && (v.isInt() || v.isLong()) ? Long.compare(v.longValue(), whole) : v.decimalValue().compareTo(bound)),
                detail + value.asText()));
    }

    private static Optional<PlainKeyword> pattern(JsonNode value) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        BoundedPattern pattern = BoundedPattern.compile(value.textValue());
        return Optional.of(rule(JsonNode::isTextual, v -> pattern.matches(v.textValue()), "must match the pattern " + pattern));
    }

    private static Optional<PlainKeyword> format(JsonNode value) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        Predicate<String> format = Formats.named(value.textValue());
        return Optional.of(rule(JsonNode::isTextual, v -> format.test(v.textValue()), "is no valid " + value.textValue()));
    }

    private static Optional<PlainKeyword> types(JsonNode value) {
        Optional<List<String>> names = value.isTextual() ? Optional.of(List.of(value.textValue())) : strings(value);
        return names.filter(list -> !list.isEmpty() && Types.NAMES.containsAll(list)).map(Types::new);
    }

    private static Optional<PlainKeyword> properties(JsonNode value) {
        if (!value.isObject()) {
            return Optional.empty();
        }
        Map<String, PlainSchema> properties = new HashMap<>();
        for (var entry : value.properties()) {
            Optional<PlainSchema> schema = PlainSchema.compile(entry.getValue());
            if (schema.isEmpty()) {
                return Optional.empty();
            }
            properties.put(entry.getKey(), schema.get());
        }
        return Optional.of(new StructureKeywords.Properties(properties));
    }

    private static Optional<PlainKeyword> additional(JsonNode value, JsonNode parent) {
        Set<String> known = new LinkedHashSet<>();
        parent.path("properties").fieldNames().forEachRemaining(known::add);
        if (value.isBoolean() && !value.booleanValue()) {
            return Optional.of(new StructureKeywords.NoOthers(known));
        }
        return PlainSchema.compile(value).map(schema -> new StructureKeywords.Others(known, schema));
    }

    private static Optional<List<String>> strings(JsonNode value) {
        if (!value.isArray()) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                return Optional.empty();
            }
            strings.add(item.textValue());
        }
        return Optional.of(strings);
    }

    /** A rule about one value that does not look into it. */
    record Rule(Predicate<JsonNode> concerns, Predicate<JsonNode> holds, String detail) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            return !concerns.test(value) || holds.test(value);
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            if (!fits(value)) {
                violations.add(place, detail);
            }
        }
    }

    /** {@code type}. */
    record Types(List<String> names, Set<JsonNodeType> nodes, boolean integers) implements PlainKeyword {
        private static final Function<String, JsonNodeType> NODE = name -> switch (name) {
            case "object" -> JsonNodeType.OBJECT;
            case "array" -> JsonNodeType.ARRAY;
            case "string" -> JsonNodeType.STRING;
            case "number" -> JsonNodeType.NUMBER;
            case "boolean" -> JsonNodeType.BOOLEAN;
            default -> JsonNodeType.NULL;
        };
        static final Set<String> NAMES = Set.of("object", "array", "string", "number", "boolean", "null", "integer");

        Types(List<String> names) {
            this(names, nodes(names), names.contains("integer"));
        }

        private static Set<JsonNodeType> nodes(List<String> names) {
            Set<JsonNodeType> nodes = EnumSet.noneOf(JsonNodeType.class);
            names.stream().filter(name -> !name.equals("integer")).map(NODE).forEach(nodes::add);
            return nodes;
        }

        @Override
        public boolean fits(JsonNode value) {
            return nodes.contains(value.getNodeType()) || integers && value.isNumber() && value.canConvertToExactIntegral();
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            if (!fits(value)) {
                violations.add(place, "must be of type %s, not %s".formatted(String.join(" or ", names), value.getNodeType().toString().toLowerCase()));
            }
        }
    }

    /** {@code enum} of strings. */
    record OneOf(Set<String> allowed) implements PlainKeyword {
        @Override
        public boolean fits(JsonNode value) {
            return value.isTextual() && allowed.contains(value.textValue());
        }

        @Override
        public void check(JsonNode value, Place place, Violations violations) {
            if (!fits(value)) {
                violations.add(place, "must be one of " + String.join(", ", allowed));
            }
        }
    }
}
