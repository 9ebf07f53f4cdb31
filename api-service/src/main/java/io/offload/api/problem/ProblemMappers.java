package io.offload.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.offload.api.ui.page.Pages;
import io.offload.store.PostgresUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
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

    @ServerExceptionMapper({IOException.class, TimeoutException.class, NoStackTraceThrowable.class, VertxException.class})
    public Response connection(Throwable e) {
        LOG.warnf("a connection failed: %s", e.toString());
        return ProblemDocument.response(Problem.UNAVAILABLE.because("the database does not answer; the outcome of the request is unknown"));
    }

    @ServerExceptionMapper
    public Uni<Response> http(WebApplicationException e, ContainerRequestContext request) {
        String asked = request.getMethod() + " /" + request.getUriInfo().getPath().replaceFirst("^/", "");
        int status = e.getResponse().getStatus();
        ProblemException problem = switch (status) {
            case 404 -> Problem.NOT_FOUND.because("there is nothing at " + asked);
            case 405 -> Problem.METHOD_NOT_ALLOWED.because(asked + " is not offered here");
            case 406 -> Problem.NOT_ACCEPTABLE.because(asked + " has no answer in a media type that the header Accept allows");
            case 413 -> Problem.TOO_LARGE.because("the body is too large");
            case 415 -> Problem.UNSUPPORTED_MEDIA_TYPE.because(asked + " does not take the content type " + request.getHeaderString("Content-Type"));
            default -> (status < 500 ? Problem.UNPARSABLE : Problem.INTERNAL).because(e.getMessage());
        };
        String allow = e.getResponse().getHeaderString("Allow");
        Uni<Response> answer = isPage(request) ? Pages.refused(problem) : Uni.createFrom().item(ProblemDocument.response(problem));
        return allow == null ? answer : answer.map(response -> Response.fromResponse(response).header("Allow", allow).build());
    }

    /** A browser that looks for a page of the dashboard wants a page that says so. */
    private static boolean isPage(ContainerRequestContext request) {
        String accept = request.getHeaderString("Accept");
        return accept != null && accept.contains("text/html") && request.getUriInfo().getPath().matches("/?ui(/.*)?");
    }

    @ServerExceptionMapper
    public Response internal(RuntimeException e) {
        LOG.error("a request failed", e);
        return ProblemDocument.response(Problem.INTERNAL.because("an error of the service, it is in its log"));
    }
}
