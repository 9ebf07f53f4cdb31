package io.offload.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

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

    /** The median of one figure of several measurements. */
    static double median(String figure, Callable<Result> measurement, int times) throws Exception {
        double[] values = new double[times];
        for (int i = 0; i < times; i++) {
            values[i] = measurement.call().figures().get(figure);
        }
        return median(values);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
