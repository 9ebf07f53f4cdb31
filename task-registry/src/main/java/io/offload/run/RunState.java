package io.offload.run;

import java.time.Duration;

/**
 * The state of a run. Each state offers only what may happen to it next; what is not offered does not compile, and what the database is asked
 * to do against it updates no row.
 *
 * <p>A run is retried while its failures are at most its task's retries; lost workers are counted apart, hand-backs not at all.
 */
public sealed interface RunState {

    StateType type();

    /** One of {@link StateType#names()}. */
    String name();

    /** For people, may be null. */
    default String message() {
        return null;
    }

    /** Waits in Postgres until it is due. */
    record Scheduled(String name, Duration delay, RunError error, String message) implements RunState {
        @Override
        public StateType type() {
            return StateType.SCHEDULED;
        }

        public Pending due() {
            return new Pending(null);
        }

        public Cancelled cancel() {
            return new Cancelled("cancelled before it started");
        }
    }

    /** Waits for a worker; a command for it is, or will be, in Kafka. */
    record Pending(String message) implements RunState {
        @Override
        public StateType type() {
            return StateType.PENDING;
        }

        @Override
        public String name() {
            return "Pending";
        }

        public Running claim(Running.Claim claim) {
            return new Running(claim);
        }

        public Cancelled cancel() {
            return new Cancelled("cancelled before it started");
        }

        /** No worker here knows the task: look again later. */
        public Scheduled awaitWorker(Duration delay, String message) {
            return new Scheduled("AwaitingWorker", delay, null, message);
        }
    }

    /** Executed by one worker session. */
    record Running(Claim claim) implements RunState {

        /**
         * What a claim settles.
         *
         * @param session owner
         * @param attempt from 1; the fencing token
         * @param failures of earlier attempts
         * @param losses workers lost while running it
         */
        public record Claim(long session, int attempt, int failures, int losses) {}

        @Override
        public StateType type() {
            return StateType.RUNNING;
        }

        @Override
        public String name() {
            return claim.failures() > 0 ? "Retrying" : "Running";
        }

        public Completed complete(String resultJson) {
            return new Completed("Completed", resultJson, null);
        }

        public Completed completeFromCache(String resultJson, String message) {
            return new Completed("Cached", resultJson, message);
        }

        public Failed fail(RunError error) {
            return new Failed("Failed", error);
        }

        public Failed timeOut(RunError error) {
            return new Failed("TimedOut", error);
        }

        public Scheduled retryIn(Duration delay, RunError error) {
            return new Scheduled("AwaitingRetry", delay, error, error.message());
        }

        public Scheduled awaitCache(Duration atMost) {
            return new Scheduled("AwaitingCache", atMost, null, "an equal run is executing");
        }

        /** Given back unstarted or unfinished by a live worker; counts as neither failure nor loss. */
        public Pending handBack(String reason) {
            return new Pending(reason);
        }

        public Cancelling requestCancel() {
            return new Cancelling(claim);
        }

        /** The session died: the run waits for another worker, or is CRASHED when too many died of it. */
        public RunState loseWorker(int maxLosses, String reason) {
            return claim.losses() + 1 >= maxLosses ? new Crashed(reason) : new Pending(reason);
        }
    }

    /** Asked to stop while RUNNING; a value returned now still counts, anything else ends CANCELLED. */
    record Cancelling(Running.Claim claim) implements RunState {
        @Override
        public StateType type() {
            return StateType.CANCELLING;
        }

        @Override
        public String name() {
            return "Cancelling";
        }

        public Completed complete(String resultJson) {
            return new Completed("Completed", resultJson, null);
        }

        public Cancelled stop(String reason) {
            return new Cancelled(reason);
        }
    }

    /** Terminal: has a result. */
    record Completed(String name, String resultJson, String message) implements RunState {
        @Override
        public StateType type() {
            return StateType.COMPLETED;
        }
    }

    /** Terminal: failed, and is not retried any more. */
    record Failed(String name, RunError error) implements RunState {
        @Override
        public StateType type() {
            return StateType.FAILED;
        }

        @Override
        public String message() {
            return error.message();
        }
    }

    /** Terminal: someone asked for it. */
    record Cancelled(String message) implements RunState {
        @Override
        public StateType type() {
            return StateType.CANCELLED;
        }

        @Override
        public String name() {
            return "Cancelled";
        }
    }

    /** Terminal: it took too many workers with it. */
    record Crashed(String message) implements RunState {
        @Override
        public StateType type() {
            return StateType.CRASHED;
        }

        @Override
        public String name() {
            return "Crashed";
        }
    }
}
