package io.offload.api.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of event streams. */
@ConfigMapping(prefix = "offload.stream")
public interface StreamConfig {

    /** Streams that one instance serves at once; more are refused with 503, and so many dashboard pages that follow live. Each reads its run every 5 s at least: 2000 make 400 reads a second. */
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int maxStreams();

    /** A comment is sent when nothing else was for so long, so that proxies keep the connection. */
    @WithDefault("15s")
    Duration keepAlive();
}
