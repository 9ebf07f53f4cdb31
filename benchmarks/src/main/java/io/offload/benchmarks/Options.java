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
 * @param oneRequest latencies of {@code POST ?wait} instead of a submission and a long poll
 * @param oneSystem all scenarios on one system instead of one each: quicker, but later ones find the tables filled
 */
record Options(List<String> scenarios, int repetitions, long runs, int warmUpSeconds, int connections, int payloadBytes, int workers, long history, long backlog,
        int waiters, int rate, int seconds, boolean oneSystem, boolean oneRequest, String json) {
    /** So long the JIT compilers of the services take a good part of two busy cores. */
    private static final int SETTLED = 75;
    static final String HELP = """
            --reps N         repetitions of a scenario (3)
            --runs N         runs of one repetition of a rate (200000)
            --warm-up S      seconds of load before the first repetition (75)
            --connections N  of the load generator (256)
            --payload N      bytes of each run's input (0: a no-op run's)
            --workers N      worker processes (1)
            --history N      finished runs that growth puts into the tables (5000000)
            --backlog N      queued runs of backlog (1000000)
            --waiters N      long polls of waiters (5000)
            --rate N         runs a second of memory (10000)
            --seconds S      how long rates and latencies are held (each scenario's own choice)
            --one-system     all scenarios on one system instead of one each
            --one-request    latencies: submit and wait in one request instead of two
            --json FILE      writes the figures there too""";

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
        boolean oneRequest = false;
        String json = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--reps" -> repetitions = number(arguments, ++i, 1);
                case "--runs" -> runs = number(arguments, ++i, 1);
                case "--warm-up" -> warmUp = number(arguments, ++i, 0);
                case "--connections" -> connections = number(arguments, ++i, 1);
                case "--payload" -> payloadBytes = number(arguments, ++i, 0);
                case "--workers" -> workers = number(arguments, ++i, 1);
                case "--history" -> history = number(arguments, ++i, 0);
                case "--backlog" -> backlog = number(arguments, ++i, 0);
                case "--waiters" -> waiters = number(arguments, ++i, 1);
                case "--rate" -> rate = number(arguments, ++i, 1);
                case "--seconds" -> seconds = number(arguments, ++i, 0);
                case "--one-system" -> oneSystem = true;
                case "--one-request" -> oneRequest = true;
                case "--json" -> json = value(arguments, ++i);
                default -> {
                    if (arguments[i].startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + arguments[i] + "\n\n" + HELP);
                    }
                    scenarios.add(arguments[i]);
                }
            }
        }
        return new Options(scenarios, repetitions, runs, warmUp, connections, payloadBytes, workers, history, backlog,
                waiters, rate, seconds, oneSystem, oneRequest, json);
    }

    /** How long, unless the user wants it otherwise. */
    int secondsOr(int usual) {
        return seconds > 0 ? seconds : usual;
    }

    private static int number(String[] arguments, int i, int least) {
        String value = value(arguments, i);
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(arguments[i - 1] + " needs a whole number from " + least + " to " + Integer.MAX_VALUE + ", not " + value);
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }
}
