package io.offload.worker.health;

import io.offload.store.ProbePostgres;
import io.offload.worker.WorkerConfig;
import io.offload.worker.lifecycle.WorkerLifecycle;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the worker is registered, does not drain, and Postgres can be written. A worker that is switched off is ready. */
@Readiness
@Singleton
public class WorkerReadiness implements AsyncHealthCheck {
    private final WorkerConfig config;
    private final WorkerLifecycle lifecycle;
    private final ProbePostgres postgres;

    @Inject
    public WorkerReadiness(WorkerConfig config, WorkerLifecycle lifecycle, ProbePostgres postgres) {
        this.config = config;
        this.lifecycle = lifecycle;
        this.postgres = postgres;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("offload-worker");
        if (!config.enabled()) {
            return Uni.createFrom().item(response.up().withData("worker", "switched off").build());
        }
        if (!lifecycle.started()) {
            return Uni.createFrom().item(response.down().withData("reason", "it is not registered, or it drains").build());
        }
        return Uni.createFrom().completionStage(() -> postgres.obstacle().toCompletionStage()).map(obstacle ->
                obstacle == null ? response.up().build() : response.down().withData("reason", obstacle).build());
    }
}
