package io.offload.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** The REST API of one instance as a client sees it. */
public record Api(String url) {
    private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "CANCELLED", "CRASHED");

    /** Any path below the instance's root. */
    public Reply get(String path, String... headers) {
        return Http.get(url + path, headers);
    }

    /** A JSON body to any path below the instance's root. */
    public Reply post(String path, String json, String... headers) {
        return Http.post(url + path, "application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Submits a run: the whole body is given. */
    public Reply submit(String task, String body, String... headers) {
        return post("/api/v1/tasks/" + task + "/runs", body, headers);
    }

    /**
     * Submits a run that must be accepted.
     *
     * @param input JSON
     * @return the run's id
     */
    public String run(String task, String input) {
        return submit(task, "{\"input\":" + input + "}").expect(202).json().get("id").asText();
    }

    /** The view of a run that must exist. */
    public JsonNode view(String id) {
        return get("/api/v1/runs/" + id).expect(200).json();
    }

    /** COMPLETED and so on. */
    public String state(String id) {
        return view(id).at("/state/type").asText();
    }

    public Reply cancel(String id) {
        return post("/api/v1/runs/" + id + "/cancel", "");
    }

    public JsonNode history(String id) {
        return get("/api/v1/runs/" + id + "/history").expect(200).json();
    }

    public JsonNode logs(String id) {
        return get("/api/v1/runs/" + id + "/logs").expect(200).json();
    }

    /** Waits until the run has ended. */
    public JsonNode awaitEnd(String id, Duration limit) {
        return await("end of run " + id).atMost(limit).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).ignoreException(Http.UnreachableException.class)
                .until(() -> view(id), Api::ended);
    }

    /** Waits until the run has ended, 30 s at most. */
    public JsonNode awaitEnd(String id) {
        return awaitEnd(id, Duration.ofSeconds(30));
    }

    /** Waits until the run is in a state of this type. */
    public JsonNode awaitState(String id, String type, Duration limit) {
        return await(type + " of run " + id).atMost(limit).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).ignoreException(Http.UnreachableException.class)
                .until(() -> view(id), view -> view.at("/state/type").asText().equals(type));
    }

    static boolean ended(JsonNode view) {
        return TERMINAL.contains(view.at("/state/type").asText());
    }
}
