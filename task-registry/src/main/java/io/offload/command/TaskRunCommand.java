package io.offload.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * "Execute this run", as it stands in a command topic: {@code {"v":1,"id","task","input"?,"queue"}}. Losing or repeating one changes nothing.
 *
 * @param id the run
 * @param task its task
 * @param queue its queue
 * @param input the run's input as JSON text; null when it is larger than {@value #MAX_INLINE_INPUT} bytes, the claim then returns it
 */
public record TaskRunCommand(UUID id, String task, String queue, String input) {
    /** Largest input, in UTF-8 bytes, that travels in the command. */
    public static final int MAX_INLINE_INPUT = 64 * 1024;

    public static final int VERSION = 1;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1000).maxStringLength(4 * 1024 * 1024).maxNumberLength(1024 * 1024).build())
            .build();

    /** The record's value. An input beyond the limit is left out. */
    public byte[] encode() {
        byte[] body = input == null ? null : input.getBytes(StandardCharsets.UTF_8);
        boolean inline = body != null && body.length <= MAX_INLINE_INPUT;
        byte[] head = ("{\"v\":1,\"id\":\"" + id + "\",\"task\":\"" + task + "\",\"queue\":\"" + queue + '"').getBytes(StandardCharsets.UTF_8);
        int size = head.length + (inline ? 9 + body.length : 0) + 1;
        byte[] value = new byte[size];
        System.arraycopy(head, 0, value, 0, head.length);
        int at = head.length;
        if (inline) {
            byte[] label = ",\"input\":".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(label, 0, value, at, label.length);
            at += label.length;
            System.arraycopy(body, 0, value, at, body.length);
            at += body.length;
        }
        value[at] = '}';
        return value;
    }

    /**
     * @throws UndecodableCommandException when the value is null, no JSON object, of another version, or lacks a field; says which
     */
    public static TaskRunCommand decode(byte[] value) throws UndecodableCommandException {
        if (value == null) {
            throw new UndecodableCommandException("the record has no value");
        }
        int version = 0;
        UUID id = null;
        String task = null;
        String queue = null;
        String input = null;
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UndecodableCommandException("the value is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "v" -> version = token == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : -1;
                    case "id" -> id = uuid(parser.getValueAsString());
                    case "task" -> task = parser.getValueAsString();
                    case "queue" -> queue = parser.getValueAsString();
                    case "input" -> input = raw(parser, value);
                    default -> parser.skipChildren();
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new UndecodableCommandException("the value is not UTF-8"); // the parser understands UTF-16 and UTF-32 too, but tells no offsets
        } catch (IOException e) {
            throw new UndecodableCommandException("the value is not JSON: " + firstLine(e.getMessage()));
        }
        if (version != VERSION) {
            throw new UndecodableCommandException("version " + version + " is not " + VERSION);
        }
        if (id == null || task == null || queue == null) {
            throw new UndecodableCommandException("the field \"" + (id == null ? "id" : task == null ? "task" : "queue") + "\" is missing");
        }
        return new TaskRunCommand(id, task, queue, input);
    }

    private static UUID uuid(String text) throws UndecodableCommandException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new UndecodableCommandException("the field \"id\" is not a UUID");
        }
    }

    private static String raw(JsonParser parser, byte[] value) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new String(value, start, end - start, StandardCharsets.UTF_8).strip();
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The value cannot be read as a command: it belongs to the dead-letter topic. */
    public static final class UndecodableCommandException extends Exception {
        private static final long serialVersionUID = 1;

        UndecodableCommandException(String message) {
            super(message, null, false, false);
        }
    }
}
