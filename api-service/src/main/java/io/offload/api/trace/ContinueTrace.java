package io.offload.api.trace;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts each request's own span in the place of the trace context that the request came with, so that the run which it submits becomes a child of that
 * span. When nothing is traced there is no filter, and the caller's own trace context goes on to the worker.
 */
@Singleton
class ContinueTrace {
    private static final int AFTER_ACCESS_CONTROL = 10;

    void register(@Observes Filters filters, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        if (!disabled) {
            filters.register(ContinueTrace::passOn, AFTER_ACCESS_CONTROL);
        }
    }

    private static void passOn(RoutingContext request) {
        W3CTraceContextPropagator.getInstance().inject(Context.current(), request.request().headers(), MultiMap::set);
        request.next();
    }
}
