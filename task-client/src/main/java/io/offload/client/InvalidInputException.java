package io.offload.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** 422: the submission was understood and does not fit; no run exists. */
public final class InvalidInputException extends TaskApiException {
    private static final long serialVersionUID = 1;

    InvalidInputException(int status, JsonNode problem) {
        super(status, problem);
    }

    /**
     * What does not fit, at most 100.
     */
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        problem().path("errors").forEach(fault -> faults.add(new Fault(fault.path("pointer").asText(), fault.path("detail").asText())));
        return faults;
    }

    /**
     * @param pointer where in the request body, a JSON pointer
     * @param detail what is wrong there
     */
    public record Fault(String pointer, String detail) {}
}
