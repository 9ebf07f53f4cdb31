package io.offload.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.offload.api.ui.page.Pages;
import io.offload.store.PostgresUnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a request ends with into a problem document; nobody sees a stack trace or a bare status. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final int FRAMES_OF_THE_PARSER = 8;

    private final OfferedMethods methods;

    @Inject
    public ProblemMappers(OfferedMethods methods) {
        this.methods = methods;
    }

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
    public Response connection(Throwable e, ContainerRequestContext request) {
        if (e instanceof IOException && isForm(request)) {
            return unreadableForm(e);
        }
        LOG.warnf("a connection failed: %s", e.toString());
        return ProblemDocument.response(Problem.UNAVAILABLE.because("the database does not answer; the outcome of the request is unknown"));
    }

    @ServerExceptionMapper
    public Uni<Response> http(WebApplicationException e, ContainerRequestContext request) {
        String path = "/" + request.getUriInfo().getPath().replaceFirst("^/", "");
        String asked = request.getMethod() + " " + path;
        Set<String> offered = methods.at(path);
        int status = e.getResponse().getStatus();
        if (status == 404 && !offered.isEmpty() && !offered.contains(request.getMethod())) {
            status = 405;
        }
        ProblemException problem = switch (status) {
            case 404 -> Problem.NOT_FOUND.because("there is nothing at " + asked);
            case 405 -> Problem.METHOD_NOT_ALLOWED.because(asked + " is not offered here");
            case 406 -> Problem.NOT_ACCEPTABLE.because(asked + " has no answer in a media type that the header Accept allows");
            case 413 -> Problem.TOO_LARGE.because("the body is too large");
            case 415 -> unsupported(asked, request);
            default -> (status < 500 ? Problem.UNPARSABLE : Problem.INTERNAL).because(e.getMessage());
        };
        Uni<Response> answer = isPage(request) ? Pages.refused(problem) : Uni.createFrom().item(ProblemDocument.response(problem));
        return status == 405 ? answer.map(response -> Response.fromResponse(response).allow(offered).build()) : answer;
    }

    /** A browser that looks for a page of the dashboard wants a page that says so. */
    private static boolean isPage(ContainerRequestContext request) {
        String accept = request.getHeaderString("Accept");
        return accept != null && accept.contains("text/html") && request.getUriInfo().getPath().matches("/?ui(/.*)?");
    }

    @ServerExceptionMapper
    public Response internal(RuntimeException e, ContainerRequestContext request) {
        if (e instanceof IllegalArgumentException && !isMediaType(request.getHeaderString("Content-Type"))) {
            return ProblemDocument.response(unsupported(request.getMethod() + " " + request.getUriInfo().getPath(), request));
        }
        if (isForm(request) && comesFromTheFormParser(e)) {
            return unreadableForm(e);
        }
        LOG.error("a request failed", e);
        return ProblemDocument.response(Problem.INTERNAL.because("an error of the service, it is in its log"));
    }

    /** The framework tells a form that cannot be decoded, or has too many fields, by an exception of no kind of its own. */
    private static boolean comesFromTheFormParser(RuntimeException e) {
        return Arrays.stream(e.getStackTrace()).limit(FRAMES_OF_THE_PARSER)
                .anyMatch(frame -> frame.getClassName().contains(".multipart.Form") || frame.getClassName().endsWith(".MapAsFormUrlEncodedProvider"));
    }

    private static boolean isForm(ContainerRequestContext request) {
        String type = request.getHeaderString("Content-Type");
        return type != null && (type.regionMatches(true, 0, MediaType.APPLICATION_FORM_URLENCODED, 0, MediaType.APPLICATION_FORM_URLENCODED.length())
                || type.regionMatches(true, 0, MediaType.MULTIPART_FORM_DATA, 0, MediaType.MULTIPART_FORM_DATA.length()));
    }

    private static Response unreadableForm(Throwable e) {
        return ProblemDocument.response(Problem.UNPARSABLE.because("the form cannot be read: " + e.getMessage()));
    }

    private static ProblemException unsupported(String asked, ContainerRequestContext request) {
        return Problem.UNSUPPORTED_MEDIA_TYPE.because(asked + " does not take the content type " + request.getHeaderString("Content-Type"));
    }

    private static boolean isMediaType(String text) {
        try {
            return text == null || MediaType.valueOf(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
