package io.offload.api.health;

import io.offload.store.ProbePostgres;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Postgres can be written. Kafka is not asked: without it submissions are still accepted. */
@Readiness
@Singleton
public class PostgresReadiness implements AsyncHealthCheck {
    private final ProbePostgres postgres;

    @Inject
    public PostgresReadiness(ProbePostgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().completionStage(() -> postgres.obstacle().toCompletionStage()).map(obstacle -> {
            HealthCheckResponseBuilder response = HealthCheckResponse.named("postgres");
            return obstacle == null ? response.up().build() : response.down().withData("reason", obstacle).build();
        });
    }
}
