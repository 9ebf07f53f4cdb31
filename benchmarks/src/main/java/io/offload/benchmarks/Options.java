package io.offload.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What to measure, and how often. */
record Options(List<String> scenarios, int repetitions, long runs, int connections, int payloadBytes, int workers, String json) {

    static Options parse(String[] arguments) {
        List<String> scenarios = new ArrayList<>();
        int repetitions = 3;
        long runs = 200_000;
        int connections = 128;
        int payloadBytes = 0;
        int workers = 1;
        String json = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--reps" -> repetitions = Integer.parseInt(value(arguments, ++i));
                case "--runs" -> runs = Long.parseLong(value(arguments, ++i));
                case "--connections" -> connections = Integer.parseInt(value(arguments, ++i));
                case "--payload" -> payloadBytes = Integer.parseInt(value(arguments, ++i));
                case "--workers" -> workers = Integer.parseInt(value(arguments, ++i));
                case "--json" -> json = value(arguments, ++i);
                default -> {
                    if (arguments[i].startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + arguments[i]
                                + "; there are --reps, --runs, --connections, --payload, --workers, --json");
                    }
                    scenarios.add(arguments[i]);
                }
            }
        }
        return new Options(scenarios, repetitions, runs, connections, payloadBytes, workers, json);
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }
}
