package io.offload.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The body of an error, {@code application/problem+json} (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record ProblemDocument(String type, String title, int status, String detail, List<Fault> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String CHALLENGE = "Bearer realm=\"offload\"";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RETRY_AFTER_SECONDS = 1;

    private static ProblemDocument of(ProblemException e) {
        Problem problem = e.problem();
        return new ProblemDocument(problem.type(), problem.title(), problem.status(), e.getMessage(), e.faults().isEmpty() ? null : e.faults());
    }

    /** Answers a request that no resource handles. Does nothing when it has been answered. */
    public static void send(RoutingContext request, ProblemException e) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            return;
        }
        Problem problem = e.problem();
        response.setStatusCode(problem.status()).putHeader("Content-Type", MEDIA_TYPE);
        if (problem == Problem.UNAVAILABLE) {
            response.putHeader("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
        }
        if (problem == Problem.UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", CHALLENGE);
        }
        try {
            response.end(JSON.writeValueAsString(of(e)));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("a problem document could not be written", unwritable);
        }
    }

    /**
     * Answers a request whose statement failed: with the problem that it was, or else with 503.
     *
     * @param unavailable what to say when the database gave no answer
     */
    public static void send(RoutingContext request, Throwable cause, String unavailable) {
        send(request, cause instanceof ProblemException problem ? problem : Problem.UNAVAILABLE.because(unavailable));
    }

    static Response response(ProblemException e) {
        Problem problem = e.problem();
        Response.ResponseBuilder response = Response.status(problem.status()).entity(of(e)).type(MediaType.valueOf(MEDIA_TYPE));
        if (problem == Problem.UNAVAILABLE) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        if (problem == Problem.UNAUTHORIZED) {
            response.header("WWW-Authenticate", CHALLENGE);
        }
        return response.build();
    }
}
