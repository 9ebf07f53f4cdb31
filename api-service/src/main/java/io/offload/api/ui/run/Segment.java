package io.offload.api.ui.run;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A state that a run had, as a piece of its timeline.
 *
 * @param lasted null for the state that the run is in or ended with
 * @param x where it begins on a line of 1000
 * @param width 0 for the state that a run ended with
 * @param worker null when none was involved
 * @param reason null when there is nothing to say
 */
public record Segment(String state, String name, Instant at, Duration lasted, int attempt, String worker, String reason, double x, double width) {
    private static final double NARROWEST = 3;
    private static final double WHOLE = 1000;

    /** The timeline; an open run's last state lasts until now. */
    static List<Segment> of(RowSet<Row> history, boolean open, Instant now) {
        List<Row> rows = new ArrayList<>();
        history.forEach(rows::add);
        List<Segment> segments = new ArrayList<>(rows.size());
        if (rows.isEmpty()) {
            return segments;
        }
        Instant begin = at(rows.get(0));
        Instant last = at(rows.get(rows.size() - 1));
        Instant end = open && now.isAfter(last) ? now : last;
        double total = Math.max(1, Duration.between(begin, end).toNanos());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            boolean latest = i == rows.size() - 1;
            Instant from = at(row);
            Instant until = latest ? end : at(rows.get(i + 1));
            double x = WHOLE * Duration.between(begin, from).toNanos() / total;
            double width = latest && !open ? 0 : Math.max(NARROWEST, WHOLE * Duration.between(from, until).toNanos() / total);
            segments.add(new Segment(row.getString("state"), row.getString("state_name"), from, latest ? null : Duration.between(from, until),
                    row.getInteger("attempt"), row.getString("worker"), words(row.getString("reason")), round(Math.min(x, WHOLE - NARROWEST)), round(width)));
        }
        return segments;
    }

    /** Reasons are written for whoever reads the history through the API; those that name internal states are told in words. */
    static String words(String reason) {
        return switch (reason) {
            case null -> null;
            case "due after Scheduled" -> "its time had come";
            case "due after AwaitingRetry" -> "its retry was due";
            case "due after AwaitingWorker" -> "a worker was looked for again";
            case "due after AwaitingCache" -> "it had waited long enough for the equal run";
            default -> reason;
        };
    }

    /** The width that is drawn: an end is a mark. */
    public double shown() {
        return Math.max(NARROWEST, width);
    }

    private static Instant at(Row row) {
        return row.getOffsetDateTime("at").toInstant();
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
