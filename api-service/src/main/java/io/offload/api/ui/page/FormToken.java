package io.offload.api.ui.page;

import io.offload.api.problem.Problem;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Keeps other sites from sending our forms: a secret in a SameSite=Strict cookie that every form must repeat (OWASP, "double submit"), and the
 * browser's own word on where a form comes from (Fetch Metadata, {@code Sec-Fetch-Site}).
 */
@Singleton
public class FormToken {
    /** The field that every form carries. */
    public static final String FIELD = "form_token";

    private static final String COOKIE = "offload-form";
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

    private final SecureRandom random = new SecureRandom();
    private final RoutingContext request;

    @Inject
    public FormToken(RoutingContext request) {
        this.request = request;
    }

    /** The token of this browser, given to it by this answer when it has none. */
    public String value() {
        Cookie cookie = request.request().getCookie(COOKIE);
        if (cookie != null && TOKEN.matcher(cookie.getValue()).matches()) {
            return cookie.getValue();
        }
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        request.response().addCookie(Cookie.cookie(COOKIE, token).setPath("/").setHttpOnly(true).setSameSite(CookieSameSite.STRICT));
        return token;
    }

    /**
     * Refuses a form that this service did not give to this browser.
     *
     * @param given what the form carried
     * @throws io.offload.api.problem.ProblemException {@link Problem#FORBIDDEN}
     */
    public void check(String given) {
        HttpServerRequest http = request.request();
        String site = http.getHeader("Sec-Fetch-Site");
        Cookie cookie = http.getCookie(COOKIE);
        boolean ours = site == null || site.equals("same-origin") || site.equals("none");
        boolean same = given != null && cookie != null && TOKEN.matcher(given).matches()
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.US_ASCII), cookie.getValue().getBytes(StandardCharsets.US_ASCII));
        if (!ours || !same) {
            throw Problem.FORBIDDEN.because("The form was not sent from a page of this service, or that page is too old. Reload the page and send the form again.");
        }
    }
}
