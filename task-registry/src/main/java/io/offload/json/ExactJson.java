package io.offload.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON text (RFC 8259) into a tree that writes back the same value: numbers keep their digits and their spelling, strings every
 * character (a lone surrogate and NUL too), objects the order of their keys.
 *
 * <p>Not kept: white space, and how a character was escaped ({@code "\u0041"} comes back as {@code "A"}).
 *
 * <p>Refused, with the place in the message: a key used twice in one object, text after the value, nesting deeper than {@value #MAX_NESTING},
 * a number longer than {@value #MAX_NUMBER_LENGTH} characters, an exponent outside ±{@value #MAX_EXPONENT} (arithmetic on such a number would
 * cost more than any input should).
 */
public final class ExactJson {
    public static final int MAX_NESTING = 200;
    public static final int MAX_NUMBER_LENGTH = 1000;
    public static final int MAX_EXPONENT = 99_999;

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(TaskJson.buffers())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private ExactJson() {}

    /**
     * @throws JsonProcessingException when the text is not exactly one JSON value, or one of those refused
     */
    public static JsonNode read(String json) throws JsonProcessingException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "no JSON value: the text is empty");
            }
            JsonNode value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "text after the JSON value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same text with lone surrogates inside strings escaped, so that it survives UTF-8; returns its argument when there are none. */
    public static String escapeLoneSurrogates(String json) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                    i++;
                } else {
                    return escapeFrom(json, i);
                }
            }
        }
        return json;
    }

    private static String escapeFrom(String json, int first) {
        StringBuilder escaped = new StringBuilder(json.length() + 32).append(json, 0, first);
        for (int i = first; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                escaped.append(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                escaped.append(c).append(json.charAt(++i));
            } else {
                escaped.append("\\u").append(Integer.toHexString(c));
            }
        }
        return escaped.toString();
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new JsonParseException(parser, "unexpected " + parser.currentToken());
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (object.replace(name, value(parser)) != null) {
                throw new JsonParseException(parser, "duplicate key \"%s\"".formatted(name));
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        int length = parser.getTextLength();
        if (length > 18) {
            return new SpelledNumber(parser.getText(), true);
        }
        long value = parser.getLongValue();
        if (value == 0 && length == 2) {
            return new SpelledNumber("-0", true);
        }
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode decimal(JsonParser parser) throws IOException {
        String text = parser.getText();
        int mark = Math.max(text.lastIndexOf('e'), text.lastIndexOf('E'));
        if (mark >= 0 && !exponentWithinLimit(text.substring(mark + 1))) {
            throw new JsonParseException(parser, "exponent of the number outside ±" + MAX_EXPONENT);
        }
        return new SpelledNumber(text, false);
    }

    private static boolean exponentWithinLimit(String exponent) {
        String digits = exponent.replaceFirst("^[+-]?0*", "");
        return digits.length() <= 9 && (digits.isEmpty() || Integer.parseInt(digits) <= MAX_EXPONENT);
    }
}
