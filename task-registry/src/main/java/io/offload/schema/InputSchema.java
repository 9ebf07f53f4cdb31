package io.offload.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.offload.json.ExactJson;
import java.util.List;

/**
 * A compiled JSON Schema (2020-12) that values are checked against. Thread-safe.
 *
 * <p>Formats {@code date}, {@code date-time}, {@code time}, {@code duration} (ISO-8601 as {@link java.time.Duration} reads it) and {@code uuid}
 * are asserted; nothing is fetched from elsewhere. What ordinary Java types and their constraints lead to is checked by a few lines of its own
 * (about 1 µs for a small input); any other keyword by the networknt library.
 */
public abstract sealed class InputSchema permits PlainInputSchema, LibraryInputSchema {
    /** At most so many violations of one value are told. */
    public static final int MOST_VIOLATIONS = 100;

    /**
     * Takes the schema as it is published; one from a caller goes through {@link ForeignSchema}.
     *
     * @throws IllegalArgumentException when the text is not JSON, or cannot be read as a schema
     */
    public static InputSchema compile(String schemaJson) {
        try {
            return compile(ExactJson.read(schemaJson));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * @throws IllegalArgumentException when it is not a schema
     */
    public static InputSchema compile(JsonNode schema) {
        if (!schema.isObject() && !schema.isBoolean()) {
            throw new IllegalArgumentException("a schema is a JSON object or a boolean, not " + schema.getNodeType());
        }
        return PlainSchema.compile(schema).<InputSchema>map(PlainInputSchema::new).orElseGet(() -> new LibraryInputSchema(schema));
    }

    /** What is wrong with the value, at most {@value #MOST_VIOLATIONS}; empty when it fits. */
    public abstract List<Violation> validate(JsonNode value);
}
