package io.offload.api.access;

import io.smallrye.common.annotation.NonBlocking;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** The login form of pages, and leaving again. */
@Path("/")
@NonBlocking
public class LoginResource {
    private static final String FORM = load();

    private final AccessToken token;
    private final AccessConfig config;

    @Inject
    public LoginResource(AccessToken token, AccessConfig config) {
        this.token = token;
        this.config = config;
    }

    @GET
    @Path("login")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response form(@QueryParam("next") String next) {
        return token.needed() ? page(200, next, "") : Response.seeOther(URI.create(local(next))).build();
    }

    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response login(@RestForm("token") String candidate, @RestForm String next, @Context UriInfo uri) {
        if (token.needed() && !token.is(candidate == null ? null : candidate.strip())) {
            return page(401, next, "That is not the token.");
        }
        Response.ResponseBuilder response = Response.seeOther(URI.create(local(next)));
        return token.needed() ? response.cookie(cookie(token.newSession(), (int) config.sessionAge().toSeconds(), uri)).build() : response.build();
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

    private static Response page(int status, String next, String message) {
        String html = FORM.replace("{message}", message).replace("{next}", local(next).replace("&", "&amp;").replace("'", "&#39;").replace("\"", "&quot;"));
        return Response.status(status).type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8")).entity(html).header("Cache-Control", "no-store").build();
    }

    private static String load() {
        try (InputStream in = LoginResource.class.getResourceAsStream("login.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
