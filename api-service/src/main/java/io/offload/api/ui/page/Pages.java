package io.offload.api.ui.page;

import io.offload.api.answer.Answers;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemException;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Turns what a page is made of into its answer, and what goes wrong into a page that says so. */
public final class Pages {
    private static final Logger LOG = Logger.getLogger(Pages.class);
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    /** Nothing from elsewhere, nothing inline, shown in no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private Pages() {}

    /** The page; a failure becomes an error page with the status of its problem. */
    public static Uni<Response> show(Supplier<Future<? extends TemplateInstance>> page) {
        return answer(() -> Answers.<TemplateInstance>soon(page.get().map(found -> found)).flatMap(found -> html(200, found)));
    }

    /** Where the browser goes on after a form was sent (303); a failure becomes an error page. */
    public static Uni<Response> goTo(Supplier<Future<String>> location) {
        return answer(() -> Answers.soon(location.get()).map(Pages::seeOther));
    }

    /** Any answer; a failure becomes an error page. */
    public static Uni<Response> answer(Supplier<Uni<Response>> answer) {
        return Uni.createFrom().deferred(() -> answer.get()).onFailure().recoverWithUni(Pages::failed);
    }

    /** A page under a status of one's own. */
    public static Uni<Response> html(int status, TemplateInstance page) {
        return page.createUni().map(html -> Response.status(status).type(HTML)
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .entity(html).build());
    }

    public static Response seeOther(String location) {
        return Response.status(Response.Status.SEE_OTHER).location(URI.create(location)).build();
    }

    /** A page that says what is wrong with the request. */
    public static Uni<Response> refused(ProblemException problem) {
        return html(problem.problem().status(), ErrorPage.of(problem));
    }

    private static Uni<Response> failed(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            return refused(problem);
        }
        LOG.error("a page failed", cause);
        return html(503, ErrorPage.of(Problem.UNAVAILABLE.because("The database did not answer, or refused. The log of the API says more.")));
    }
}
