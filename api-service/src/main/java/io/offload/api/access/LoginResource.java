package io.offload.api.access;

import io.offload.api.ui.page.Pages;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** The login form of pages, and leaving again. */
@Path("/")
@NonBlocking
public class LoginResource {
    private final AccessToken token;
    private final AccessConfig config;

    @Inject
    public LoginResource(AccessToken token, AccessConfig config) {
        this.token = token;
        this.config = config;
    }

    @CheckedTemplate(basePath = "access")
    record login(String message, String next) implements TemplateInstance {}

    @GET
    @Path("login")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> form(@QueryParam("next") String next) {
        return token.needed() ? page(200, next, "") : Uni.createFrom().item(Response.seeOther(URI.create(local(next))).build());
    }

    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> login(@RestForm("token") String candidate, @RestForm String next, @Context UriInfo uri) {
        if (token.needed() && !token.is(candidate == null ? null : candidate.strip())) {
            return page(401, next, "That is not the token.");
        }
        Response.ResponseBuilder response = Response.seeOther(URI.create(local(next)));
        return Uni.createFrom().item(token.needed() ? response.cookie(cookie(token.newSession(), (int) config.sessionAge().toSeconds(), uri)).build() : response.build());
    }

    @POST
    @Path("logout")
    @Operation(hidden = true)
    public Response logout(@Context UriInfo uri) {
        return Response.seeOther(URI.create("/login")).cookie(cookie("", 0, uri)).build();
    }

    private static NewCookie cookie(String value, int seconds, UriInfo uri) {
        return new NewCookie.Builder(RequireToken.COOKIE).value(value).path("/").maxAge(seconds).httpOnly(true).sameSite(NewCookie.SameSite.LAX)
                .secure("https".equals(uri.getRequestUri().getScheme())).build();
    }

    /** Only pages of this service: anything else would send people who have just logged in to somewhere else. */
    private static String local(String next) {
        boolean local = next != null && next.matches("/([A-Za-z0-9._~!$&'()*+,;=:@%-][A-Za-z0-9/._~!$&'()*+,;=:@%?#-]*)?");
        return local ? next : "/ui";
    }

    private static Uni<Response> page(int status, String next, String message) {
        return Pages.html(status, new login(message, local(next)));
    }
}
