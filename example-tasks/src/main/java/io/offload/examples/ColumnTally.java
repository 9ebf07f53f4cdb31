package io.offload.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts the values of one column while the rows go by. */
final class ColumnTally {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private final String name;
    private final Map<ColumnType, Range> possible = new EnumMap<>(ColumnType.class);
    private final Set<String> distinct = new HashSet<>();
    private BigDecimal sum = BigDecimal.ZERO;
    private long values;

    ColumnTally(String name) {
        this.name = name;
        for (ColumnType type : ColumnType.values()) {
            possible.put(type, new Range());
        }
    }

    /** An empty field counts as null. */
    void add(String field) {
        if (field.isEmpty()) {
            return;
        }
        values++;
        distinct.add(field);
        possible.entrySet().removeIf(entry -> {
            Comparable<?> value = entry.getKey().read(field);
            if (value == null) {
                return true;
            }
            entry.getValue().include(value, field);
            return false;
        });
        if (possible.containsKey(ColumnType.NUMBER)) {
            sum = sum.add(new BigDecimal(field));
        }
    }

    CsvProfile.Column profile(long rows) {
        if (values == 0) {
            return new CsvProfile.Column(name, ColumnType.STRING, rows, 0, null, null, null);
        }
        Map.Entry<ColumnType, Range> narrowest = possible.entrySet().iterator().next();
        ColumnType type = narrowest.getKey();
        BigDecimal mean = type.numeric() ? sum.divide(BigDecimal.valueOf(values), MathContext.DECIMAL64).stripTrailingZeros() : null;
        return new CsvProfile.Column(
                name, type, rows - values, distinct.size(), json(type, narrowest.getValue().leastText), json(type, narrowest.getValue().mostText), plain(mean));
    }

    private static BigDecimal plain(BigDecimal mean) {
        return mean != null && mean.scale() < 0 ? mean.setScale(0) : mean;
    }

    private static JsonNode json(ColumnType type, String text) {
        return type.numeric() ? NODES.numberNode(new BigDecimal(text)) : NODES.textNode(text);
    }

    private static final class Range {
        private Comparable<Object> least;
        private Comparable<Object> most;
        private String leastText;
        private String mostText;

        @SuppressWarnings("unchecked") // one column type makes values of one class
        void include(Comparable<?> value, String text) {
            Comparable<Object> comparable = (Comparable<Object>) value;
            if (least == null || comparable.compareTo(least) < 0) {
                least = comparable;
                leastText = text;
            }
            if (most == null || comparable.compareTo(most) > 0) {
                most = comparable;
                mostText = text;
            }
        }
    }
}
