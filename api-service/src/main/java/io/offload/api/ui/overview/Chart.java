package io.offload.api.ui.overview;

import io.offload.api.ui.statistics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Throughput and latency as drawings of 960 by 180.
 *
 * @param top how many runs a slot the upper rule stands for
 * @param p50 points of a line, empty when no run ended
 * @param slowest what the upper rule of the latencies stands for
 */
public record Chart(List<Bar> bars, List<Mark> marks, long top, String p50, String p95, Duration slowest) {
    private static final double WIDTH = 960;
    private static final double HEIGHT = 150;
    private static final int MARKS = 6;

    /** A part of a slot's bar. */
    public record Bar(String state, double x, double y, double width, double height, String title) {}

    /** A time below the drawing. */
    public record Mark(double x, Instant at) {}

    static Chart of(Map<Instant, Tally> tallies, Instant now, int slotSeconds, int slots) {
        long last = now.getEpochSecond() / slotSeconds * slotSeconds;
        List<Instant> times = new ArrayList<>();
        long most = 0;
        double slowest = 0;
        for (int i = slots - 1; i >= 0; i--) {
            Instant at = Instant.ofEpochSecond(last - (long) i * slotSeconds);
            times.add(at);
            Tally tally = tallies.get(at);
            if (tally != null) {
                most = Math.max(most, tally.ended());
                slowest = Math.max(slowest, tally.durations().p95() == null ? 0 : tally.durations().p95().toNanos() / 1e6);
            }
        }
        long top = rounded(Math.max(1, most));
        double step = WIDTH / slots;
        List<Bar> bars = new ArrayList<>();
        List<Mark> marks = new ArrayList<>();
        StringBuilder p50 = new StringBuilder();
        StringBuilder p95 = new StringBuilder();
        double ceiling = Math.max(1, slowest);
        for (int i = 0; i < slots; i++) {
            double x = i * step;
            if (i % (slots / MARKS) == 0) {
                marks.add(new Mark(round(x), times.get(i)));
            }
            Tally tally = tallies.get(times.get(i));
            if (tally == null) {
                continue;
            }
            double y = HEIGHT;
            for (Part part : List.of(new Part("COMPLETED", tally.completed()), new Part("FAILED", tally.failed()), new Part("CRASHED", tally.crashed()), new Part("CANCELLED", tally.cancelled()))) {
                if (part.n() > 0) {
                    double height = Math.max(2, HEIGHT * part.n() / top);
                    y -= height;
                    bars.add(new Bar(part.state(), round(x + step * .1), round(y), round(step * .8), round(height), part.n() + " " + part.state().toLowerCase(Locale.ROOT)));
                }
            }
            if (tally.durations().p50() != null) {
                point(p50, x + step / 2, tally.durations().p50(), ceiling);
                point(p95, x + step / 2, tally.durations().p95(), ceiling);
            }
        }
        return new Chart(bars, marks, top, p50.toString(), p95.toString(), Duration.ofNanos((long) (ceiling * 1e6)));
    }

    private record Part(String state, long n) {}

    private static void point(StringBuilder line, double x, Duration value, double ceiling) {
        line.append(round(x)).append(',').append(round(HEIGHT - HEIGHT * value.toNanos() / 1e6 / ceiling)).append(' ');
    }

    /** The next number that begins with 1, 2 or 5. */
    private static long rounded(long most) {
        long unit = 1;
        while (true) {
            for (long first : new long[] {1, 2, 5}) {
                if (first * unit >= most) {
                    return first * unit;
                }
            }
            unit *= 10;
        }
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
