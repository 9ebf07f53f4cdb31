package io.offload.api.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who may use the API. */
@ConfigMapping(prefix = "offload.api")
public interface AccessConfig {

    /** When set, needed as a bearer token on the API and asked for by a form on pages. Absent: everybody who reaches the port may do everything. */
    Optional<String> token();

    /** How long a login on pages lasts: a working day. */
    @WithDefault("12h")
    Duration sessionAge();
}
