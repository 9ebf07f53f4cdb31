package io.offload.api.problem;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Every kind of error that the API tells. Each has a section in docs/problems.md; {@code type} is {@code /problems/<name>}. */
public enum Problem {
    UNPARSABLE(400, "The request cannot be read"),
    UNAUTHORIZED(401, "A token is needed"),
    FORBIDDEN(403, "The request is not allowed"),
    UNKNOWN_TASK(404, "No such task"),
    UNKNOWN_RUN(404, "No such run"),
    NOT_FOUND(404, "No such resource"),
    METHOD_NOT_ALLOWED(405, "The resource does not offer this method"),
    NOT_ACCEPTABLE(406, "No representation that is acceptable"),
    IDEMPOTENCY_CONFLICT(409, "The idempotency key was used with another request"),
    STATE_CONFLICT(409, "The run's state does not allow it"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
    INVALID(422, "The request is invalid"),
    UNAVAILABLE(503, "The service cannot do this now"),
    INTERNAL(500, "The service failed");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** URI reference of the kind, a page of this service. */
    public String type() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** There is no run of this id, to be thrown. */
    public static ProblemException unknownRun(UUID id) {
        return UNKNOWN_RUN.because("there is no run " + id);
    }

    /** An error of this kind, to be thrown. */
    public ProblemException because(String detail) {
        return new ProblemException(this, detail, List.of());
    }

    /** An error of this kind with what is wrong where, to be thrown. */
    public ProblemException because(String detail, List<Fault> faults) {
        return new ProblemException(this, detail, faults);
    }
}
