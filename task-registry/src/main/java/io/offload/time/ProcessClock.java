package io.offload.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Provides the process's {@link InstantSource}; tests of clock skew shift it with {@code offload.clock.offset}. */
@Singleton
public class ProcessClock {

    @Produces
    @Singleton
    InstantSource clock(@ConfigProperty(name = "offload.clock.offset", defaultValue = "PT0S") Duration offset) {
        return offset.isZero() ? InstantSource.system() : Clock.offset(Clock.systemUTC(), offset);
    }
}
