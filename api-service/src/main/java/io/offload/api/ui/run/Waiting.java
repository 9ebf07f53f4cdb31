package io.offload.api.ui.run;

import io.offload.api.view.RunView;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * Why a run does not execute yet.
 *
 * @param words a sentence
 * @param until when it goes on by itself; null when nobody knows
 * @param leader the run it waits for; null for none
 */
public record Waiting(String words, Instant until, UUID leader) {

    /** Null when the run does not wait. */
    static Waiting of(RunView run, Related related, Row queue) {
        return switch (run.state()) {
            case SCHEDULED -> scheduled(run, related, queue);
            case PENDING -> new Waiting(pending(run, queue), null, null);
            case RUNNING, CANCELLING, COMPLETED, FAILED, CANCELLED, CRASHED -> null;
        };
    }

    private static Waiting scheduled(RunView run, Related related, Row queue) {
        return switch (run.stateName()) {
            case "AwaitingRetry" -> new Waiting("Attempt %d of %d failed; the next one is due".formatted(run.attempt(), run.maxAttempts()), related.dueAt(), null);
            case "AwaitingWorker" -> new Waiting(queue.getInteger("workers") == 0
                    ? "No live worker serves the task %s. Start one that does; the run goes on by itself. Looked for again".formatted(run.task())
                    : "A worker that serves the task %s has come; the run goes on".formatted(run.task()), related.dueAt(), null);
            case "AwaitingCache" -> new Waiting("Another run with the same cache key executes; this one takes over its result.", null, related.leader());
            default -> new Waiting("It is not due yet; it begins", related.dueAt() != null ? related.dueAt() : run.scheduledFor(), null);
        };
    }

    private static String pending(RunView run, Row queue) {
        if (queue.getOffsetDateTime("paused_at") != null) {
            return "The queue %s is paused: its runs wait until it is resumed.".formatted(run.queue());
        }
        int workers = queue.getInteger("workers");
        if (workers == 0) {
            return "No live worker serves the task %s in the queue %s. Start one that does; the run goes on by itself.".formatted(run.task(), run.queue());
        }
        int ahead = queue.getInteger("ahead");
        String depth = ahead == 0 ? "No run is ahead of it." : "About %s ahead of it in the queue %s.".formatted(
                ahead == 1 ? "one run is" : (ahead == 10_000 ? "10000 runs or more are" : ahead + " runs are"), run.queue());
        int slots = queue.getInteger("slots");
        int taken = queue.getInteger("in_flight");
        return taken >= slots
                ? "All %d slots of the %d %s are taken. %s".formatted(slots, workers, workers == 1 ? "worker" : "workers", depth)
                : "%d of %d slots are free: it begins in a moment. %s".formatted(slots - taken, slots, depth);
    }
}
