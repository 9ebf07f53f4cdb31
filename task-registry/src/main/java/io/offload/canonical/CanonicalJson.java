package io.offload.canonical;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.offload.json.ExactJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The one spelling of a JSON value, by RFC 8785 (JSON Canonicalization Scheme): no white space, keys in UTF-16 order, the shortest escapes,
 * ECMAScript numbers.
 *
 * <p>Two departures, so that different values never share a spelling: a number whose RFC 8785 text would have another value (it passes through a
 * double: {@code 9007199254740993}, {@code 1e400}) keeps all its digits, and a lone surrogate, which RFC 8785 refuses, is written as its
 * escape.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * @throws JsonProcessingException when the text is not one JSON value that {@link ExactJson} accepts
     */
    public static byte[] bytes(String json) throws JsonProcessingException {
        return bytes(ExactJson.read(json));
    }

    /** The canonical text in UTF-8. */
    public static byte[] bytes(JsonNode value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The canonical text. */
    public static String text(JsonNode value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    private static void append(StringBuilder out, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> appendObject(out, value);
            case ARRAY -> appendArray(out, value);
            case NUMBER -> CanonicalNumber.append(out, value.decimalValue());
            case STRING, BINARY -> appendString(out, value.asText());
            case BOOLEAN -> out.append(value.booleanValue());
            case NULL -> out.append("null");
            case MISSING, POJO -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
        }
    }

    private static void appendObject(StringBuilder out, JsonNode object) {
        String[] keys = new String[object.size()];
        int count = 0;
        for (var entry : object.properties()) {
            keys[count++] = entry.getKey();
        }
        // String.compareTo orders by UTF-16 code units, as RFC 8785 §3.2.3 asks.
        Arrays.sort(keys);
        out.append('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            appendString(out, keys[i]);
            out.append(':');
            append(out, object.get(keys[i]));
        }
        out.append('}');
    }

    private static void appendArray(StringBuilder out, JsonNode array) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            append(out, array.get(i));
        }
        out.append(']');
    }

    private static void appendString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        escape(out, c);
                    } else if (!Character.isSurrogate(c)) {
                        out.append(c);
                    } else if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else {
                        escape(out, c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
}
