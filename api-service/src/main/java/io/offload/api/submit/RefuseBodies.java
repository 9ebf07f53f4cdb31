package io.offload.api.submit;

import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemDocument;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Refuses a body by its headers, before it is read: by its announced length, or because it is compressed. {@link ReadBodies} measures the others. */
@Singleton
class RefuseBodies {
    private static final int EARLY = 900;

    private final SubmitConfig config;

    @Inject
    RefuseBodies(SubmitConfig config) {
        this.config = config;
    }

    void filter(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    /** Most bytes that a body may have. */
    int limit(boolean batch) {
        return batch ? BatchResource.MOST_BYTES : config.maxInputBytes() + SubmitResource.ENVELOPE;
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader("Content-Length");
        if (length != null && length.length() >= 5) {
            int limit = limit(request.request().path().equals("/api/v1/runs/batch"));
            if (length.length() > 12 || Long.parseLong(length) > limit) {
                request.response().putHeader("Connection", "close");
                ProblemDocument.send(request, Problem.TOO_LARGE.because("the body has %s bytes, at most %d are taken here".formatted(length, limit)));
                return;
            }
        }
        String encoding = request.request().getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            ProblemDocument.send(request, Problem.UNSUPPORTED_MEDIA_TYPE.because("the body must not be compressed, its Content-Encoding is " + encoding));
            return;
        }
        request.next();
    }
}
