package io.offload.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The body of an error, {@code application/problem+json} (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDocument(String type, String title, int status, String detail, List<Fault> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final int RETRY_AFTER_SECONDS = 1;

    static Response response(ProblemException e) {
        Problem problem = e.problem();
        ProblemDocument body = new ProblemDocument(problem.type(), problem.title(), problem.status(), e.getMessage(),
                e.faults().isEmpty() ? null : e.faults());
        Response.ResponseBuilder response = Response.status(problem.status()).entity(body).type(MediaType.valueOf(MEDIA_TYPE));
        if (problem == Problem.UNAVAILABLE) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        if (problem == Problem.UNAUTHORIZED) {
            response.header("WWW-Authenticate", "Bearer realm=\"offload\"");
        }
        return response.build();
    }
}
