package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gives integers of a Java width the bounds that the width has, so that what would overflow is refused when it is submitted. */
final class IntegerRanges {
    private IntegerRanges() {}

    static void add(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("type").toString().contains("\"integer\"")) {
            switch (object.path("format").asText()) {
                case "int32" -> bound(object, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "int64" -> bound(object, Long.MIN_VALUE, Long.MAX_VALUE);
                default -> {}
            }
        }
        schema.forEach(IntegerRanges::add);
    }

    private static void bound(ObjectNode schema, long least, long most) {
        if (!schema.has("minimum") && !schema.has("exclusiveMinimum")) {
            schema.put("minimum", least);
        }
        if (!schema.has("maximum") && !schema.has("exclusiveMaximum")) {
            schema.put("maximum", most);
        }
    }
}
