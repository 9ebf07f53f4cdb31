package io.offload.examples;

import dev.langchain4j.exception.HttpException;
import io.offload.task.NonRetryableException;
import jakarta.ws.rs.WebApplicationException;
import java.util.stream.Stream;

/**
 * Why the model's server gave no answer.
 *
 * @param status the HTTP status; 0 when there was none
 */
record ModelFailure(int status, String server, Throwable cause) {

    static ModelFailure of(Throwable thrown, String server) {
        return new ModelFailure(Stream.iterate(thrown, t -> t != null, Throwable::getCause).mapToInt(ModelFailure::status).filter(s -> s > 0).findFirst().orElse(0), server, thrown);
    }

    private static int status(Throwable thrown) {
        return switch (thrown) {
            case HttpException http -> http.statusCode();
            case WebApplicationException web -> web.getResponse().getStatus();
            default -> 0;
        };
    }

    /**
     * @throws InterruptedException when the wait for the answer was interrupted
     */
    RuntimeException toException() throws InterruptedException {
        if (Thread.interrupted() || Stream.iterate(cause, t -> t != null, Throwable::getCause).anyMatch(InterruptedException.class::isInstance)) {
            throw new InterruptedException("interrupted while waiting for the language model");
        }
        return switch (status) {
            case 0 -> new ModelUnavailableException("the language model server %s gave no usable answer: %s".formatted(server, cause), cause);
            case 401, 403 -> new NonRetryableException("the language model server %s refused the key (HTTP %d): check OPENAI_API_KEY".formatted(server, status), cause);
            case 404 -> new NonRetryableException("the language model server %s knows no such model or path (HTTP 404): check OPENAI_MODEL and OPENAI_BASE_URL".formatted(server), cause);
            case 429 -> new ModelUnavailableException("the language model server %s is over its rate limit (HTTP 429)".formatted(server), cause);
            default -> status >= 500 || status == 408
                    ? new ModelUnavailableException("the language model server %s failed (HTTP %d)".formatted(server, status), cause)
                    : new NonRetryableException("the language model server %s refused the request (HTTP %d): %s".formatted(server, status, cause.getMessage()), cause);
        };
    }
}
