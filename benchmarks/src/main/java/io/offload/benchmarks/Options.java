package io.offload.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What to measure, how often, and how much of it.
 *
 * @param runs of one repetition of a rate
 * @param warmUpSeconds how long the load goes on before the first repetition
 * @param history finished runs that the scenario growth puts into the tables
 * @param backlog queued runs of the scenario backlog
 * @param waiters long polls of the scenario waiters
 * @param rate runs a second of the scenario memory
 * @param seconds how long rates and latencies are held; 0 for each scenario's own choice
 * @param oneSystem all scenarios on one system instead of one each: quicker, but later ones find the tables filled
 */
record Options(List<String> scenarios, int repetitions, long runs, int warmUpSeconds, int connections, int payloadBytes, int workers, long history, long backlog,
        int waiters, int rate, int seconds, boolean oneSystem, String json) {
    /** So long the JIT compilers of the services take a good part of two busy cores. */
    private static final int SETTLED = 75;

    static Options parse(String[] arguments) {
        List<String> scenarios = new ArrayList<>();
        int repetitions = 3;
        long runs = 200_000;
        int warmUp = SETTLED;
        int connections = 256;
        int payloadBytes = 0;
        int workers = 1;
        long history = 5_000_000;
        long backlog = 1_000_000;
        int waiters = 5_000;
        int rate = 10_000;
        int seconds = 0;
        boolean oneSystem = false;
        String json = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--reps" -> repetitions = Integer.parseInt(value(arguments, ++i));
                case "--runs" -> runs = Long.parseLong(value(arguments, ++i));
                case "--warm-up" -> warmUp = Integer.parseInt(value(arguments, ++i));
                case "--connections" -> connections = Integer.parseInt(value(arguments, ++i));
                case "--payload" -> payloadBytes = Integer.parseInt(value(arguments, ++i));
                case "--workers" -> workers = Integer.parseInt(value(arguments, ++i));
                case "--history" -> history = Long.parseLong(value(arguments, ++i));
                case "--backlog" -> backlog = Long.parseLong(value(arguments, ++i));
                case "--waiters" -> waiters = Integer.parseInt(value(arguments, ++i));
                case "--rate" -> rate = Integer.parseInt(value(arguments, ++i));
                case "--seconds" -> seconds = Integer.parseInt(value(arguments, ++i));
                case "--one-system" -> oneSystem = true;
                case "--json" -> json = value(arguments, ++i);
                default -> {
                    if (arguments[i].startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + arguments[i] + "; there are --reps, --runs, --warm-up, --connections,"
                                + " --payload, --workers, --history, --backlog, --waiters, --rate, --seconds, --one-system, --json");
                    }
                    scenarios.add(arguments[i]);
                }
            }
        }
        return new Options(scenarios, repetitions, runs, warmUp, connections, payloadBytes, workers, history, backlog,
                waiters, rate, seconds, oneSystem, json);
    }

    /** How long, unless the user wants it otherwise. */
    int secondsOr(int usual) {
        return seconds > 0 ? seconds : usual;
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }
}
