package io.offload.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;

/** A run, by its id: every method asks the API anew. Throws what {@link TaskClient#delay(String, Object)} throws. */
public final class TaskRun {
    /** The longest wait that the API takes in one request. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final TaskClient client;
    private final UUID id;

    TaskRun(TaskClient client, UUID id) {
        this.client = client;
        this.id = id;
    }

    public UUID id() {
        return id;
    }

    public RunStateType state() {
        return stateOf(view());
    }

    /** The run view as the REST API tells it. */
    public JsonNode view() {
        return client.view(id, Duration.ZERO);
    }

    /**
     * Waits for the result.
     *
     * @param limit how long; the run goes on when it has passed
     * @throws RunNotEndedException it has not ended within the limit
     * @throws RunFailedException it has ended without a result: failed, cancelled or crashed
     */
    public JsonNode result(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            JsonNode view = client.view(id, whole(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT));
            RunStateType state = stateOf(view);
            if (state == RunStateType.COMPLETED) {
                return view.get("result");
            }
            if (state.isTerminal()) {
                throw new RunFailedException(id, state, view);
            }
            if (end - System.nanoTime() <= 0) {
                throw new RunNotEndedException(id, state, limit);
            }
        }
    }

    /**
     * As {@link #result(Duration)}, read as a Java value.
     *
     * @throws IllegalArgumentException the result is no such value
     */
    public <T> T result(Class<T> type, Duration limit) {
        return client.read(result(limit), type);
    }

    /** As {@link #result(Class, Duration)}, for a type with type arguments: {@code new TypeReference<List<String>>() {}}. */
    public <T> T result(TypeReference<T> type, Duration limit) {
        return client.read(result(limit), type);
    }

    /**
     * Asks the run to stop.
     *
     * @return CANCELLED when it had not started, CANCELLING when it runs
     * @throws TaskApiException with status 409 when it has ended otherwise
     */
    public RunStateType cancel() {
        return stateOf(client.cancel(id));
    }

    @Override
    public String toString() {
        return "run " + id;
    }

    /** Milliseconds are enough, and ISO 8601 stays short; never below one, or a short rest would be asked for without a pause. */
    private static Duration whole(Duration wait) {
        return wait.isZero() ? wait : Duration.ofMillis(Math.max(1, wait.toMillis()));
    }

    private static RunStateType stateOf(JsonNode view) {
        return RunStateType.valueOf(view.at("/state/type").asText());
    }
}
