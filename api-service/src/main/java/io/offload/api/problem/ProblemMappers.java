package io.offload.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.offload.store.PostgresUnavailableException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a request ends with into a problem document; nobody sees a stack trace or a bare status. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return ProblemDocument.response(e);
    }

    @ServerExceptionMapper
    public Response unparsable(JsonProcessingException e) {
        return ProblemDocument.response(Problem.UNPARSABLE.because("the body is not JSON: " + e.getOriginalMessage()));
    }

    @ServerExceptionMapper
    public Response unavailable(PostgresUnavailableException e) {
        return ProblemDocument.response(Problem.UNAVAILABLE.because("the database does not answer; the outcome of the request is unknown"));
    }

    @ServerExceptionMapper
    public Response database(PgException e) {
        if (e.getSqlState() != null && e.getSqlState().startsWith("22")) {
            return ProblemDocument.response(Problem.INVALID.because("the database refused a value: " + e.getErrorMessage()));
        }
        LOG.warnf("a statement failed: %s", e.getMessage());
        return ProblemDocument.response(Problem.UNAVAILABLE.because("the database could not do it now"));
    }

    @ServerExceptionMapper({IOException.class, TimeoutException.class, NoStackTraceThrowable.class})
    public Response connection(Throwable e) {
        LOG.warnf("a connection failed: %s", e.toString());
        return ProblemDocument.response(Problem.UNAVAILABLE.because("the database does not answer; the outcome of the request is unknown"));
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException e) {
        Problem problem = switch (e.getResponse().getStatus()) {
            case 404 -> Problem.NOT_FOUND;
            case 405 -> Problem.METHOD_NOT_ALLOWED;
            case 406 -> Problem.NOT_ACCEPTABLE;
            case 413 -> Problem.TOO_LARGE;
            case 415 -> Problem.UNSUPPORTED_MEDIA_TYPE;
            default -> e.getResponse().getStatus() < 500 ? Problem.UNPARSABLE : Problem.INTERNAL;
        };
        return ProblemDocument.response(problem.because(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response internal(RuntimeException e) {
        LOG.error("a request failed", e);
        return ProblemDocument.response(Problem.INTERNAL.because("an error of the service, it is in its log"));
    }
}
