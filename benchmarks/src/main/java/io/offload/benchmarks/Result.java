package io.offload.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures of one repetition of a scenario, in the order they are printed. */
final class Result {
    private final Map<String, Double> figures = new LinkedHashMap<>();

    Result with(String name, double value) {
        figures.put(name, value);
        return this;
    }

    Result with(Map<String, Double> more) {
        figures.putAll(more);
        return this;
    }

    Map<String, Double> figures() {
        return figures;
    }
}
