package io.offload.api.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;

/** Refuses an address that is no URI (RFC 3986), such as one with {@code %zz} in it, before anybody decodes it. */
@Singleton
class RefuseMalformedAddresses {
    private static final int BEFORE_ALL_OTHERS = 2000;

    void filter(@Observes Filters filters) {
        filters.register(RefuseMalformedAddresses::check, BEFORE_ALL_OTHERS);
    }

    private static void check(RoutingContext request) {
        try {
            new URI(request.request().uri());
            request.next();
        } catch (URISyntaxException e) {
            ProblemDocument.send(request, Problem.UNPARSABLE.because("the address is no URI: %s, at character %d".formatted(e.getReason(), e.getIndex() + 1)));
        }
    }
}
