package io.offload.api.submit;

import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemDocument;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Refuses a body by its announced length, before it is read. Bodies that announce none are measured by the resources. */
@Singleton
class RefuseLargeBodies {
    private static final int EARLY = 900;

    private final SubmitConfig config;

    @Inject
    RefuseLargeBodies(SubmitConfig config) {
        this.config = config;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (length == null || length.length() < 5) {
            request.next();
            return;
        }
        long limit = request.request().path().equals("/api/v1/runs/batch") ? BatchResource.MOST_BYTES : config.maxInputBytes() + (long) SubmitResource.ENVELOPE;
        if (length.length() <= 12 && Long.parseLong(length) <= limit) {
            request.next();
            return;
        }
        request.response().putHeader("Connection", "close");
        ProblemDocument.send(request, Problem.TOO_LARGE.because("the body has %s bytes, at most %d are taken here".formatted(length, limit)));
    }
}
