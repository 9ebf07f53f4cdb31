package io.offload.catalog;

import io.offload.schema.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** The run's input does not fit the task's input schema: FAILED {@code InvalidInput}, never retried. */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<Violation> violations;

    public InvalidInputException(List<Violation> violations) {
        super(violations.stream().map(v -> v.pointer() + ": " + v.detail()).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
