package io.offload.api.ui.run;

import io.offload.api.ui.page.Wording;
import io.offload.api.view.RunView;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Why a run does not execute yet: all that stands in its way, what has to happen first first.
 *
 * @param reasons at least one
 */
public record Waiting(List<Reason> reasons) {
    /** Up to how many runs ahead are counted. */
    private static final int MOST_AHEAD = 1000;

    /**
     * One of the reasons.
     *
     * @param words a sentence, without its end when a time follows
     * @param until when that is over by itself; null when nobody knows
     * @param link where one can see or change it; null for nowhere
     * @param linkWords what the link says
     */
    public record Reason(String words, Instant until, String link, String linkWords) {
        static Reason of(String words) {
            return new Reason(words, null, null, null);
        }
    }

    /** Null when the run does not wait. */
    static Waiting of(RunView run, Related related, Row queue) {
        return switch (run.state()) {
            case SCHEDULED -> new Waiting(scheduled(run, related, queue));
            case PENDING -> new Waiting(pending(run, queue));
            case RUNNING, CANCELLING, COMPLETED, FAILED, CANCELLED, CRASHED -> null;
        };
    }

    private static List<Reason> scheduled(RunView run, Related related, Row queue) {
        List<Reason> reasons = new ArrayList<>();
        switch (run.stateName()) {
            case "AwaitingRetry" -> reasons.add(new Reason(Wording.attempts(run).words() + " failed; the next one is due", related.dueAt(), null, null));
            case "AwaitingWorker" -> reasons.add(new Reason(queue.getInteger("workers") == 0
                    ? "No live worker serves the task %s: start one that does. It is looked for again".formatted(run.task())
                    : "A worker that serves the task %s has come; the run goes on".formatted(run.task()), related.dueAt(), null, null));
            case "AwaitingCache" -> reasons.add(new Reason("Another run with the same cache key executes; this one takes over its result.", null,
                    related.leader() == null ? null : "/ui/runs/" + related.leader(), "That run"));
            default -> reasons.add(new Reason("It is not due yet; it begins", related.dueAt() != null ? related.dueAt() : run.scheduledFor(), null, null));
        }
        held(run, queue, reasons, run.stateName().equals("AwaitingWorker"));
        return reasons;
    }

    private static List<Reason> pending(RunView run, Row queue) {
        List<Reason> reasons = new ArrayList<>();
        held(run, queue, reasons, false);
        int slots = queue.getInteger("slots");
        int taken = queue.getInteger("in_flight");
        int workers = queue.getInteger("workers");
        if (workers > 0 && taken >= slots) {
            reasons.add(new Reason("All %d slots of the %s are taken.".formatted(slots, workers == 1 ? "one worker that serves its task" : workers + " workers that serve its task"), null, "/ui/workers", "Workers"));
        }
        int ahead = queue.getInteger("ahead");
        if (ahead > 0) {
            reasons.add(new Reason("%s ahead of it in the queue %s.".formatted(ahead > MOST_AHEAD ? "More than %d runs are".formatted(MOST_AHEAD)
                    : "About " + counted(ahead, "run") + (ahead == 1 ? " is" : " are"), run.queue()), null, "/ui/runs?state=PENDING&queue=" + run.queue(), "Pending runs"));
        }
        if (reasons.isEmpty()) {
            reasons.add(Reason.of("Nothing is in its way: %d of %d slots are free, and no run is ahead. It begins in a moment.".formatted(slots - taken, slots)));
        }
        return reasons;
    }

    /** A paused queue and missing workers hold back due runs too. */
    private static void held(RunView run, Row queue, List<Reason> reasons, boolean workerTold) {
        if (queue.getOffsetDateTime("paused_at") != null) {
            reasons.add(new Reason("The queue %s is paused: workers leave its runs alone until it is resumed.".formatted(run.queue()), null, "/ui/queues", "Queues"));
        }
        if (queue.getInteger("queue_workers") == 0) {
            reasons.add(new Reason("No live worker serves the queue %s. Start one; the run goes on by itself.".formatted(run.queue()), null, "/ui/workers", "Workers"));
        } else if (queue.getInteger("workers") == 0 && !workerTold) {
            reasons.add(new Reason("Workers serve the queue %s, but none of them the task %s. Start one that does; the run goes on by itself.".formatted(run.queue(), run.task()), null,
                    "/ui/workers", "Workers"));
        }
    }

    private static String counted(int n, String word) {
        return n == 1 ? "one " + word : n + " " + word + "s";
    }
}
