package io.offload.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The API has refused a request, and would again. Carries its problem document (RFC 9457). */
public class TaskApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient JsonNode problem;

    TaskApiException(int status, JsonNode problem) {
        super(status + " " + problem.path("title").asText() + ": " + problem.path("detail").asText() + told(problem));
        this.status = status;
        this.problem = problem;
    }

    static TaskApiException of(int status, JsonNode problem) {
        return switch (status) {
            case 404 -> new UnknownTaskException(status, problem);
            case 422 -> new InvalidInputException(status, problem);
            default -> new TaskApiException(status, problem);
        };
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** {@code type, title, status, detail, errors}. */
    public JsonNode problem() {
        return problem;
    }

    private static String told(JsonNode problem) {
        List<String> faults = new ArrayList<>();
        problem.path("errors").forEach(fault -> faults.add((fault.path("index").isInt() ? "[" + fault.get("index") + "] " : "")
                + fault.path("pointer").asText() + " " + fault.path("detail").asText()));
        return faults.isEmpty() ? "" : " (" + String.join("; ", faults) + ")";
    }
}
