package io.offload.api.metrics;

import io.quarkus.micrometer.runtime.binder.vertx.VertxMeterBinderRecorder;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;

/**
 * Gives Vert.x's metrics back to Micrometer, which counts connections and what waits for them. OpenTelemetry's extension takes them where Micrometer's
 * timer of each HTTP request is switched off, and would put work of its own into each request.
 */
@Singleton
public class KeepPoolMetrics implements VertxOptionsCustomizer {
    @Override
    public void accept(VertxOptions options) {
        new VertxMeterBinderRecorder().setVertxMetricsOptions().accept(options);
    }
}
