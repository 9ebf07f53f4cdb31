package io.offload.rescue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How a worker's life is told from its death. The same in every process. */
@ConfigMapping(prefix = "offload.lease")
public interface LeaseConfig {

    /** Wait between two heartbeats of a session. */
    @WithDefault("2s")
    Duration heartbeat();

    /** A session silent for this long is lost; five heartbeats, so that one long pause of a JVM does not cost its runs. */
    @WithDefault("10s")
    Duration lostAfter();

    /** So many lost workers while running it make a run CRASHED: a run that kills its worker must not kill the fleet for ever. */
    @WithDefault("3")
    @Min(1)
    @Max(1000)
    int maxLosses();

    /** How long a RUNNING run that was asked to stop may take before it is CANCELLED without its worker's word. */
    @WithDefault("30s")
    Duration cancelGrace();
}
