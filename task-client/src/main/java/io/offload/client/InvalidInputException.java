package io.offload.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

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
        problem().path("errors").forEach(fault -> faults.add(Fault.of(fault)));
        return faults;
    }

    /**
     * @param pointer where in the submission, a JSON pointer
     * @param detail what is wrong there
     * @param index whose input it is, counted from 0, when several were submitted at once
     */
    public record Fault(String pointer, String detail, OptionalInt index) {
        private static Fault of(JsonNode fault) {
            JsonNode index = fault.path("index");
            return new Fault(fault.path("pointer").asText(), fault.path("detail").asText(), index.isInt() ? OptionalInt.of(index.asInt()) : OptionalInt.empty());
        }
    }
}
