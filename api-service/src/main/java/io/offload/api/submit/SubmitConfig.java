package io.offload.api.submit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of submission. */
@ConfigMapping(prefix = "offload.submit")
public interface SubmitConfig {

    /** Largest input of a run in bytes of UTF-8. */
    @WithDefault("1048576")
    @Min(1024)
    @Max(64 * 1024 * 1024)
    int maxInputBytes();

    /** Runs that may wait for their insertion; more are refused with 503. A second's worth at full speed. */
    @WithDefault("50000")
    @Min(1)
    int maxWaiting();

    /** How long a caller waits for the insertion before it is told 503; what becomes of the run is then unknown, an idempotency key tells. */
    @WithDefault("4s")
    Duration timeout();
}
