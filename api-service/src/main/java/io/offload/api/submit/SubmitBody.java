package io.offload.api.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.json.ExactJson;
import io.offload.json.StrictUtf8;
import io.offload.task.DurationText;
import io.offload.task.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The body of a submission, its fields checked, its input cut out as it came.
 *
 * @param task only in a batch's items
 * @param inputJson JSON text
 * @param delay null for none
 * @param scheduledFor null for none
 * @param idempotencyKey only in a batch's items
 */
record SubmitBody(String task, String inputJson, Duration delay, Instant scheduledFor, List<String> tags, String name, String idempotencyKey) {
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(ExactJson.MAX_NESTING + 3)
                    .maxNumberLength(ExactJson.MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; (line: \\d+, column: \\d+)]");
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_KEY = 255;

    /** Reads one object, the parser standing on its START_OBJECT; what is wrong with its fields is added to the faults. */
    static SubmitBody read(JsonParser parser, byte[] body, boolean inBatch, Integer index, List<Fault> faults) throws IOException {
        return new Reader(parser, body, inBatch, index, faults).read();
    }

    /**
     * Reads a whole body.
     *
     * @throws io.offload.api.problem.ProblemException when it cannot be parsed, or its fields are wrong
     */
    static SubmitBody read(byte[] body) {
        List<Fault> faults = new ArrayList<>(0);
        try (JsonParser parser = parser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Problem.UNPARSABLE.because("the body is empty; it must be a JSON object with a field \"input\"");
            }
            if (first != JsonToken.START_OBJECT) {
                throw Problem.INVALID.because("the body must be a JSON object", List.of(new Fault("", "must be an object")));
            }
            SubmitBody read = read(parser, body, false, null, faults);
            if (parser.nextToken() != null) {
                throw Problem.UNPARSABLE.because("there is text after the JSON object of the body");
            }
            if (!faults.isEmpty()) {
                throw Problem.INVALID.because("the body has faults", faults);
            }
            return read;
        } catch (JsonProcessingException e) {
            throw unparsable(e);
        } catch (IOException e) {
            throw Problem.UNPARSABLE.because("the body is not UTF-8: " + e.getMessage());
        }
    }

    /** A parser of UTF-8; the library would guess other encodings, in which an input cannot be cut out as it came. */
    static JsonParser parser(byte[] body) throws IOException {
        if (StrictUtf8.isWiderUnicode(body)) {
            throw Problem.UNPARSABLE.because("the body is not UTF-8");
        }
        return JSON.createParser(body);
    }

    static RuntimeException unparsable(JsonProcessingException e) {
        String where = e.getLocation() == null ? "" : " at line %d, column %d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return Problem.UNPARSABLE.because("the body is not JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1") + where);
    }

    /** Checks an idempotency key: 1-255 printable ASCII characters. */
    static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= LONGEST_KEY && key.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private static final class Reader {
        private final JsonParser parser;
        private final byte[] body;
        private final boolean inBatch;
        private final Integer index;
        private final List<Fault> faults;
        private String task;
        private String input;
        private Duration delay;
        private Instant scheduledFor;
        private List<String> tags = List.of();
        private String name;
        private String key;

        Reader(JsonParser parser, byte[] body, boolean inBatch, Integer index, List<Fault> faults) {
            this.parser = parser;
            this.body = body;
            this.inBatch = inBatch;
            this.index = index;
            this.faults = faults;
        }

        SubmitBody read() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "input" -> input = raw();
                    case "delay" -> delay = delay(token);
                    case "scheduled_for" -> scheduledFor = scheduledFor(token);
                    case "tags" -> tags = tags(token);
                    case "name" -> name = name(token);
                    case "task" -> task = batchField("task", token);
                    case "idempotency_key" -> key = key(token);
                    default -> {
                        fault("/" + field.replace("~", "~0").replace("/", "~1"), "is not a field of a submission");
                        parser.skipChildren();
                    }
                }
            }
            if (input == null) {
                fault("/input", "is required");
            }
            if (inBatch && task == null && faults.stream().noneMatch(f -> f.pointer().equals("/task") && f.index() == index)) {
                fault("/task", "is required");
            }
            if (delay != null && scheduledFor != null) {
                fault("/scheduled_for", "only one of delay and scheduled_for can be given");
            }
            return new SubmitBody(task, input, delay, scheduledFor, tags, name, key);
        }

        private void fault(String pointer, String detail) {
            if (faults.size() < Fault.MOST) {
                faults.add(new Fault(pointer, detail, index));
            }
        }

        private String raw() throws IOException {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            return StrictUtf8.decode(body, start, end - start).strip();
        }

        private String text(String pointer, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            if (token != JsonToken.VALUE_STRING) {
                fault(pointer, "must be a string");
                parser.skipChildren();
                return null;
            }
            return parser.getText();
        }

        private String batchField(String field, JsonToken token) throws IOException {
            if (!inBatch) {
                fault("/" + field, "is not a field of a submission; the task is named by the path");
                parser.skipChildren();
                return null;
            }
            String value = text("/" + field, token);
            if (value == null && token == JsonToken.VALUE_NULL) {
                fault("/" + field, "must be a string");
            }
            return value;
        }

        private String key(JsonToken token) throws IOException {
            if (!inBatch) {
                fault("/idempotency_key", "is not a field of a submission; send the header Idempotency-Key");
                parser.skipChildren();
                return null;
            }
            String value = text("/idempotency_key", token);
            if (value != null && !isKey(value)) {
                fault("/idempotency_key", "must be 1-255 printable ASCII characters");
            }
            return value;
        }

        private Duration delay(JsonToken token) throws IOException {
            String value = text("/delay", token);
            if (value == null) {
                return null;
            }
            try {
                Duration parsed = DurationText.parse(value);
                if (parsed.isNegative()) {
                    fault("/delay", "must not be negative");
                    return null;
                }
                return parsed;
            } catch (IllegalArgumentException e) {
                fault("/delay", e.getMessage());
                return null;
            }
        }

        private Instant scheduledFor(JsonToken token) throws IOException {
            String value = text("/scheduled_for", token);
            if (value == null) {
                return null;
            }
            try {
                Instant at = OffsetDateTime.parse(value).toInstant();
                if (at.isAfter(Instant.parse("9999-12-31T00:00:00Z")) || at.isBefore(Instant.EPOCH)) {
                    fault("/scheduled_for", "must lie between 1970 and 9999");
                    return null;
                }
                return at;
            } catch (DateTimeParseException e) {
                fault("/scheduled_for", "must be an RFC 3339 time such as 2026-01-31T12:00:00Z");
                return null;
            }
        }

        private String name(JsonToken token) throws IOException {
            String value = text("/name", token);
            if (value != null && (value.length() > LONGEST_NAME || value.chars().anyMatch(Character::isISOControl) || !StandardCharsets.UTF_8.newEncoder().canEncode(value))) {
                fault("/name", "must be at most " + LONGEST_NAME + " characters, none of them a control character or half of a surrogate pair");
                return null;
            }
            return value;
        }

        private List<String> tags(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return List.of();
            }
            if (token != JsonToken.START_ARRAY) {
                fault("/tags", "must be an array of strings");
                parser.skipChildren();
                return List.of();
            }
            Set<String> read = new LinkedHashSet<>();
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                if (parser.currentToken() != JsonToken.VALUE_STRING || !Names.isTag(parser.getText())) {
                    fault("/tags/" + i, "must be 1-64 characters of A-Z a-z 0-9 . _ : / -");
                    parser.skipChildren();
                } else {
                    read.add(parser.getText());
                }
            }
            if (read.size() > Names.MOST_TAGS) {
                fault("/tags", "must be at most " + Names.MOST_TAGS);
            }
            return List.copyOf(read);
        }
    }
}
