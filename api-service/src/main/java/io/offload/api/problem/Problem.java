package io.offload.api.problem;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Every kind of error that the API tells. Each has a section in docs/problems.md; {@code type} is {@code /problems/<name>}. */
public enum Problem {
    UNPARSABLE(400, "The request cannot be read",
            "The request could not be parsed: malformed JSON or bytes that are not UTF-8, a key used twice in one object, nesting deeper than 200, text "
                    + "after the value, an address that is no URI, a path that is not a UUID, a query parameter, cursor, form or header that cannot be "
                    + "read. Correct the request; the detail says what and where."),
    UNAUTHORIZED(401, "A token is needed",
            "The service needs a token and the request carried none, or another. Send Authorization: Bearer <token> with the "
                    + "value that the service was started with (OFFLOAD_API_TOKEN)."),
    FORBIDDEN(403, "The request is not allowed",
            "A page of another site made a browser send this request with its session. Send it from a page of this service, or with the token."),
    UNKNOWN_TASK(404, "No such task",
            "No worker has ever published a task of this name. GET /api/v1/tasks lists those there are. A task whose workers are "
                    + "away is not unknown: its runs are accepted and wait."),
    UNKNOWN_RUN(404, "No such run",
            "There is no run of this id: it was never accepted, or its retention has passed."),
    NOT_FOUND(404, "No such resource",
            "There is nothing at this path."),
    METHOD_NOT_ALLOWED(405, "The resource does not offer this method",
            "The resource exists and does not offer this method; OPTIONS lists those it offers."),
    NOT_ACCEPTABLE(406, "No representation that is acceptable",
            "The header Accept excludes every representation there is. The API answers in application/json."),
    IDEMPOTENCY_CONFLICT(409, "The idempotency key was used with another request",
            "The idempotency key was used before for this task with another input, delay, time, tags or name. Use a new key for "
                    + "a new run; repeat the same body to get the earlier run. Keys are kept for 7 days."),
    STATE_CONFLICT(409, "The run's state does not allow it",
            "The run's state does not allow it: a run that has ended cannot be cancelled, one that has not cannot be run again."),
    TOO_LARGE(413, "The request is too large",
            "The body is larger than the service takes: 1 MiB of input for a run, 32 MiB or 10,000 runs for a batch."),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported",
            "The resource does not take the content type of the body. Submissions are application/json, batches application/json "
                    + "or application/x-ndjson; none may be compressed."),
    INVALID(422, "The request is invalid",
            "The request could be parsed and is invalid: an input that does not fit the task's schema, an unknown field, a value "
                    + "out of range. Nothing was changed. errors lists at most 100 faults, each with a JSON pointer into the body and, in "
                    + "a batch, the index of the item."),
    UNAVAILABLE(503, "The service cannot do this now",
            "The database does not answer, or too much is waiting. Try again after Retry-After seconds. Whether a submission was "
                    + "accepted can be unknown: an idempotency key makes its repetition safe."),
    INTERNAL(500, "The service failed",
            "An error of the service. Its log tells more; please report it.");

    private final int status;
    private final String title;
    private final String explanation;

    Problem(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What it means and what to do about it. */
    public String explanation() {
        return explanation;
    }

    /** Last part of the type's path. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** URI reference of the kind, a page of this service. */
    public String type() {
        return "/problems/" + slug();
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
