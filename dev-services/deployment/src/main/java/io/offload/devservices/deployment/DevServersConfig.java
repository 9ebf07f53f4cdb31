package io.offload.devservices.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Kafka and Postgres in development and tests. */
@ConfigMapping(prefix = "offload.dev-services")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface DevServersConfig {
    /** Whether Kafka and Postgres are started when they are not configured. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Where their data is kept in dev mode; applications with the same folder share the servers. By default {@code .offload/dev} in the
     * topmost project folder. Tests always get a folder of their own, which is deleted afterwards.
     */
    Optional<String> folder();
}
