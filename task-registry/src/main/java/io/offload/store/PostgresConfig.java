package io.offload.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;

/** Where Postgres is and how many connections a process may hold. */
@ConfigMapping(prefix = "offload.postgres")
public interface PostgresConfig {

    /** {@code postgresql://host:port/database}. */
    @Pattern(regexp = "postgresql://.+", message = "must look like postgresql://host:5432/database")
    String url();

    String user();

    String password();

    /** Connections for everything but the pipeline: pages, lists, sweeps. 8 serve hundreds of pages a second. */
    @WithDefault("8")
    @Min(2)
    @Max(200)
    int poolSize();

    /** How long a statement may wait for a connection, and a connection for the server, before the caller is told "unavailable". */
    @WithDefault("3s")
    Duration connectTimeout();
}
