package io.offload.event;

import io.offload.run.StateType;
import java.time.Instant;
import java.util.UUID;

/**
 * "This run changed", as it stands in the events topic:
 * {@code {"v":1,"kind":"state","id","task","queue","revision","attempt","state","name","at"}}. A hint, at most once: read the run for the truth.
 *
 * @param kind {@code state}, {@code progress} or {@code log}
 * @param state null unless the kind is {@code state}
 */
public record RunEvent(String kind, UUID id, String task, String queue, int revision, int attempt, String state, String name, Instant at) {

    public static RunEvent state(UUID id, String task, String queue, int revision, int attempt, String state, String name, Instant at) {
        return new RunEvent("state", id, task, queue, revision, attempt, state, name, at);
    }

    /** Whether it says that the run has ended, which is what callers wait for. */
    boolean ends() {
        return state != null && StateType.valueOf(state).terminal();
    }

    /** The record's value. Every field is of an alphabet that needs no escaping. */
    String json() {
        StringBuilder json = new StringBuilder(256)
                .append("{\"v\":1,\"kind\":\"").append(kind).append("\",\"id\":\"").append(id)
                .append("\",\"task\":\"").append(task).append("\",\"queue\":\"").append(queue)
                .append("\",\"revision\":").append(revision).append(",\"attempt\":").append(attempt);
        if (state != null) {
            json.append(",\"state\":\"").append(state).append("\",\"name\":\"").append(name).append('"');
        }
        return json.append(",\"at\":\"").append(at).append("\"}").toString();
    }
}
