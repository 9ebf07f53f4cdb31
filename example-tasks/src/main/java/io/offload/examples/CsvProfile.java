package io.offload.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;

/**
 * What is in a CSV text.
 *
 * @param rows without the header
 */
@RegisterForReflection
public record CsvProfile(long rows, List<Column> columns) {

    /**
     * One column.
     *
     * @param type the narrowest that all values can be read as
     * @param nulls empty or missing fields
     * @param distinct different values, without nulls
     * @param min a number for numbers, else the text; null without values
     * @param max the same
     * @param mean of numbers, 16 digits; else null
     */
    public record Column(String name, ColumnType type, long nulls, long distinct, JsonNode min, JsonNode max, BigDecimal mean) {}
}
