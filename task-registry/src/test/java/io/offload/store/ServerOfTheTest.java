package io.offload.store;

import io.offload.devservices.postgres.EmbeddedPostgres;
import java.time.Duration;

/** The settings of a service on a test's own server. */
public record ServerOfTheTest(String url, String user, String password, int poolSize, Duration connectTimeout) implements PostgresConfig {

    public static ServerOfTheTest on(EmbeddedPostgres server) {
        return new ServerOfTheTest(server.url(), server.user(), server.password(), 4, Duration.ofSeconds(10));
    }
}
