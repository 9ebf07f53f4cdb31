package io.offload.api.ui.overview;

import io.offload.api.ui.page.Wording;
import io.offload.api.ui.statistics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Throughput and latency as drawings of 960 by 150 that are stretched to the width there is.
 *
 * @param bars a path of all bars of a state, the states from the bottom up
 * @param marks the times at the beginnings of six equal parts
 * @param top how many runs a slot the upper rule stands for
 * @param submitted path of the line of submitted runs
 * @param p50 path of a line, empty when no run ended, as is {@code p95}
 * @param slowest what the upper rule of the latencies stands for
 */
public record Chart(List<Column> columns, List<Bars> bars, List<Instant> marks, long top, String submitted, String p50, String p95, Duration slowest) {
    private static final double WIDTH = 960;
    private static final double HEIGHT = 150;
    private static final int MARKS = 6;
    /** What is shorter is overlooked. */
    private static final double SEEN = 8;
    /** What failed stands at the bottom, where its height can be compared. */
    private static final List<String> UPWARDS = List.of("CRASHED", "FAILED", "CANCELLED", "COMPLETED");
    private static final double[] DURATIONS_MS = {10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 20e3, 30e3, 60e3, 120e3, 300e3, 600e3, 1.8e6, 3.6e6, 7.2e6, 18e6, 43.2e6, 86.4e6, 259.2e6, 864e6};

    /**
     * A slot in which something happened.
     *
     * @param running whether it has not ended yet
     */
    public record Column(Instant from, double x, double width, String words, boolean running) {}

    /** What ended in a state, slot by slot. */
    public record Bars(String state, String path) {}

    static Chart of(Map<Instant, Tally> tallies, Instant now, int slotSeconds, int slots) {
        long last = now.getEpochSecond() / slotSeconds * slotSeconds;
        double step = WIDTH / slots;
        long most = 1;
        double slowest = 1;
        for (Tally tally : tallies.values()) {
            most = Math.max(most, Math.max(tally.ended(), tally.submitted()));
            slowest = Math.max(slowest, tally.durations().p95() == null ? 0 : tally.durations().p95().toNanos() / 1e6);
        }
        long top = rounded(most);
        double ceiling = rounded(slowest);
        List<Column> columns = new ArrayList<>();
        Map<String, StringBuilder> bars = new LinkedHashMap<>();
        UPWARDS.forEach(state -> bars.put(state, new StringBuilder()));
        List<Instant> marks = new ArrayList<>();
        Line submitted = new Line(Math.max(SEEN, step * .8));
        Line p50 = new Line(Math.max(SEEN, step * .8));
        Line p95 = new Line(Math.max(SEEN, step * .8));
        for (int i = 0; i < slots; i++) {
            Instant at = Instant.ofEpochSecond(last - (long) (slots - 1 - i) * slotSeconds);
            if (i % (slots / MARKS) == 0) {
                marks.add(at);
            }
            double middle = i * step + step / 2;
            Tally tally = tallies.get(at);
            submitted.to(middle, tally == null ? 0.0 : (double) tally.submitted() / top);
            Duration half = tally == null ? null : tally.durations().p50();
            p50.to(middle, half == null ? null : half.toNanos() / 1e6 / ceiling);
            p95.to(middle, half == null ? null : tally.durations().p95().toNanos() / 1e6 / ceiling);
            if (tally != null) {
                columns.add(new Column(at, round(i * step), round(step), words(tally), i == slots - 1));
                double y = HEIGHT;
                for (String state : UPWARDS) {
                    long n = tally.ended(state);
                    if (n > 0) {
                        double height = Math.max(2.5, HEIGHT * n / top);
                        bars.get(state).append('M').append(brief(i * step + step * .1)).append(' ').append(brief(y)).append('v').append(brief(-height))
                                .append('h').append(brief(step * .8)).append('v').append(brief(height)).append('z');
                        y -= height;
                    }
                }
            }
        }
        List<Bars> drawn = bars.entrySet().stream().filter(state -> !state.getValue().isEmpty()).map(state -> new Bars(state.getKey(), state.getValue().toString())).toList();
        return new Chart(columns, drawn, marks, top, submitted.path(), p50.path(), p95.path(), Duration.ofNanos((long) (ceiling * 1e6)));
    }

    private record Part(String state, long n) {}

    private static String words(Tally tally) {
        List<String> words = new ArrayList<>();
        for (Part part : List.of(new Part("completed", tally.completed()), new Part("failed", tally.failed()), new Part("crashed", tally.crashed()), new Part("cancelled", tally.cancelled()),
                new Part("submitted", tally.submitted()))) {
            if (part.n() > 0) {
                words.add(Wording.grouped(part.n()) + " " + part.state());
            }
        }
        if (tally.durations().p50() != null) {
            words.add("p50 ≈ " + Wording.words(tally.durations().p50()) + ", p95 ≈ " + Wording.words(tally.durations().p95()));
        }
        return String.join(" · ", words);
    }

    /** A line with gaps; a point alone is drawn as a short level line, since a dot would not be seen. */
    private static final class Line {
        private final double lone;
        private final StringBuilder path = new StringBuilder();
        private boolean drawing;
        private boolean alone;
        private int begun;
        private double x;
        private double y;

        Line(double lone) {
            this.lone = lone;
        }

        void to(double x, Double share) {
            if (share == null) {
                end();
                return;
            }
            alone = !drawing;
            begun = drawing ? begun : path.length();
            this.x = x;
            y = round(HEIGHT - HEIGHT * share);
            path.append(drawing ? 'L' : 'M').append(round(x)).append(' ').append(y);
            drawing = true;
        }

        private void end() {
            if (drawing && alone) {
                path.setLength(begun);
                path.append('M').append(round(x - lone / 2)).append(' ').append(y).append('h').append(round(lone));
            }
            drawing = false;
        }

        String path() {
            end();
            return path.toString();
        }
    }

    /** The next number that people say, of two figures. */
    private static long rounded(long most) {
        if (most <= 10) {
            return most <= 2 ? 2 : most <= 4 ? 4 : most <= 6 ? 6 : 10;
        }
        for (long unit = 10;; unit *= 10) {
            for (double first : new double[] {1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10}) {
                if (first * unit >= most) {
                    return (long) (first * unit);
                }
            }
        }
    }

    /** The next duration that people say. */
    private static double rounded(double ms) {
        for (double said : DURATIONS_MS) {
            if (said >= ms) {
                return said;
            }
        }
        return ms;
    }

    private static String brief(double value) {
        double rounded = round(value);
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
