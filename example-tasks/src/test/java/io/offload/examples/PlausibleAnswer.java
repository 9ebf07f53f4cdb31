package io.offload.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An answer that fits the schema of the question for simple schemas, made from the data by searching it. */
final class PlausibleAnswer {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private PlausibleAnswer() {}

    static JsonNode to(JsonNode request) {
        JsonNode schema = request.at("/response_format/json_schema/schema");
        String prompt = "";
        for (JsonNode message : request.path("messages")) {
            prompt = message.path("role").asText().equals("user") ? message.path("content").asText() : prompt;
        }
        String data = prompt.substring(prompt.lastIndexOf("Data: ") < 0 ? 0 : prompt.lastIndexOf("Data: ") + 6);
        return value(schema, data.startsWith("\"") ? data.substring(1, data.length() - 1) : data);
    }

    private static JsonNode value(JsonNode schema, String data) {
        if (schema.has("enum")) {
            for (JsonNode choice : schema.get("enum")) {
                if (data.contains(choice.asText())) {
                    return choice;
                }
            }
            return schema.get("enum").get(0);
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, data);
            case "array" -> array(schema, data);
            case "integer" -> NODES.numberNode(number(data).toBigInteger());
            case "number" -> NODES.numberNode(number(data));
            case "boolean" -> NODES.booleanNode(data.toLowerCase().matches(".*\\b(true|yes)\\b.*"));
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(schema.path("format").asText().equals("date") ? date(data) : data.strip());
        };
    }

    private static ObjectNode object(JsonNode schema, String data) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties().forEach(entry -> object.set(entry.getKey(), value(entry.getValue(), data)));
        return object;
    }

    private static ArrayNode array(JsonNode schema, String data) {
        ArrayNode array = NODES.arrayNode();
        Stream.of(data.split("[,;\\n]")).forEach(part -> array.add(value(schema.path("items"), part)));
        return array;
    }

    private static BigDecimal number(String data) {
        Matcher number = NUMBER.matcher(data);
        return number.find() ? new BigDecimal(number.group()) : BigDecimal.ZERO;
    }

    private static String date(String data) {
        Matcher date = DATE.matcher(data);
        return date.find() ? date.group() : "1970-01-01";
    }
}
