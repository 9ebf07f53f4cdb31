package io.offload.api.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Problem documents for what is refused before any resource is asked. */
@Singleton
class ProblemRoutes {
    private static final Map<Integer, ProblemException> BY_STATUS = Map.of(
            400, Problem.UNPARSABLE.because("the request line or a header cannot be read"),
            404, Problem.NOT_FOUND.because("there is nothing here"),
            405, Problem.METHOD_NOT_ALLOWED.because("the method is not offered here"),
            413, Problem.TOO_LARGE.because("the body is too large"));

    void route(@Observes Router router) {
        BY_STATUS.forEach((status, problem) -> router.errorHandler(status, (RoutingContext request) -> ProblemDocument.send(request, problem)));
    }
}
