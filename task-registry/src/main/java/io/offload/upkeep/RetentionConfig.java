package io.offload.upkeep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. */
@ConfigMapping(prefix = "offload.retention")
public interface RetentionConfig {

    /**
     * Age at which terminal runs, their history and logs leave, counted from their acceptance; a task may say otherwise. What was still open at that age is
     * kept as long again from its end. At least 1 h.
     */
    @WithDefault("30d")
    Duration age();

    /** How long an idempotency key answers with its run. */
    @WithDefault("7d")
    Duration idempotencyKeys();

    /** How long per-minute statistics are kept. */
    @WithDefault("30d")
    Duration statistics();

    /** Wait between two looks for what has grown old. */
    @WithDefault("1m")
    Duration interval();
}
