package io.offload.api.access;

import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemDocument;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Lets nobody in without the token, when there is one, and pages of other sites never change anything. Health checks, the login form with its style, and the explanations of problems stay open. Programs get a
 * problem document, people on pages the form.
 */
@Singleton
public class RequireToken {
    static final String COOKIE = "offload_session";
    private static final int FIRST = 1000;
    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final List<String> PAGES = List.of("/ui", "/docs", "/openapi");
    private static final List<String> OPEN = List.of("/q/health", "/login", "/problems", "/assets");

    private final AccessToken token;

    @Inject
    public RequireToken(AccessToken token) {
        this.token = token;
    }

    void filter(@Observes Filters filters) {
        filters.register(token.needed() ? this::check : RequireToken::refuseOtherSites, FIRST);
    }

    /** Without a token nobody is asked who they are, but a page of another site must not use the reader's browser to reach this service. */
    private static void refuseOtherSites(RoutingContext request) {
        if (SAFE.contains(request.request().method()) || isSameOrigin(request.request())) {
            request.next();
        } else {
            ProblemDocument.send(request, Problem.FORBIDDEN.because("the request was made by a page of another site"));
        }
    }

    private void check(RoutingContext request) {
        String path = request.normalizedPath();
        if (OPEN.stream().anyMatch(open -> isBelow(path, open)) || hasToken(request.request())) {
            request.next();
        } else if (hasSession(request.request())) {
            if (SAFE.contains(request.request().method()) || isSameOrigin(request.request())) {
                request.next();
            } else {
                ProblemDocument.send(request, Problem.FORBIDDEN.because("a request that another site made is not allowed to use the session"));
            }
        } else if (isPage(request, path)) {
            boolean read = request.request().method() == HttpMethod.GET;
            String next = URLEncoder.encode(read ? request.request().uri() : "/ui", StandardCharsets.UTF_8);
            request.response().setStatusCode(303).putHeader("Location", "/login?next=" + next).putHeader("Cache-Control", "no-store").end();
        } else {
            ProblemDocument.send(request, Problem.UNAUTHORIZED.because("send the header Authorization: Bearer <token>; the token is the service's OFFLOAD_API_TOKEN"));
        }
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private static boolean isPage(RoutingContext request, String path) {
        String accept = request.request().getHeader("Accept");
        HttpMethod method = request.request().method();
        return (method == HttpMethod.GET || method == HttpMethod.POST) && accept != null && accept.contains("text/html")
                && (path.equals("/") || path.equals("/logout") || PAGES.stream().anyMatch(page -> isBelow(path, page)));
    }

    private boolean hasToken(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length()) && token.is(header.substring(BEARER.length()).strip());
    }

    private boolean hasSession(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        return cookie != null && token.isSession(cookie.getValue());
    }

    /** Browsers say where a request comes from; one that says nothing is not a browser's form (Fetch Metadata; RFC 6454). */
    private static boolean isSameOrigin(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin == null || isOf(origin, request.getHeader("Host")) || isOf(origin, request.getHeader("X-Forwarded-Host"));
    }

    private static boolean isOf(String origin, String host) {
        return origin.equals("http://" + host) || origin.equals("https://" + host);
    }
}
