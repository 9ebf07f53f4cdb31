package io.offload.settings;

import io.offload.kafka.KafkaConfig;
import io.offload.rescue.LeaseConfig;
import io.offload.upkeep.RetentionConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Stops the start when a setting is unknown, out of its range, or contradicts another: all faults in one message. */
@Singleton
public class CheckSettings {
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(10);

    private final Config config;
    private final LeaseConfig lease;
    private final KafkaConfig kafka;
    private final RetentionConfig retention;
    private final KnownSettings known = new KnownSettings();

    @Inject
    public CheckSettings(Config config, LeaseConfig lease, KafkaConfig kafka, RetentionConfig retention) {
        this.config = config;
        this.lease = lease;
        this.kafka = kafka;
        this.retention = retention;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new ConfigurationException("Offload does not start with these settings:\n  " + String.join("\n  ", faults)
                    + "\ndocs/configuration.md lists every setting.");
        }
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (String name : new TreeSet<>(unknown())) {
            faults.add(name + " is no setting" + known.nearest(name).map(meant -> "; did you mean " + meant + "?").orElse(""));
        }
        atLeast(faults, "offload.lease.heartbeat", lease.heartbeat(), Duration.ofMillis(100));
        if (lease.lostAfter().compareTo(lease.heartbeat().multipliedBy(2)) < 0) {
            faults.add("offload.lease.lost-after (%s) must be at least twice offload.lease.heartbeat (%s), or one late heartbeat loses a live worker"
                    .formatted(lease.lostAfter(), lease.heartbeat()));
        }
        atLeast(faults, "offload.lease.cancel-grace", lease.cancelGrace(), Duration.ZERO);
        atLeast(faults, "offload.kafka.delivery-timeout", kafka.deliveryTimeout(), Duration.ofSeconds(1));
        if (kafka.deliveryTimeout().compareTo(LONGEST_DELIVERY) > 0) {
            faults.add("offload.kafka.delivery-timeout (%s) must be at most %s: what is not acknowledged is sent again from Postgres after that"
                    .formatted(kafka.deliveryTimeout(), LONGEST_DELIVERY));
        }
        atLeast(faults, "offload.kafka.event-retention", kafka.eventRetention(), Duration.ofMinutes(1));
        atLeast(faults, "offload.kafka.dead-letter-retention", kafka.deadLetterRetention(), Duration.ofMinutes(1));
        atLeast(faults, "offload.retention.age", retention.age(), Duration.ofHours(1));
        atLeast(faults, "offload.retention.idempotency-keys", retention.idempotencyKeys(), Duration.ofMinutes(1));
        atLeast(faults, "offload.retention.statistics", retention.statistics(), Duration.ofHours(1));
        atLeast(faults, "offload.retention.interval", retention.interval(), Duration.ofSeconds(1));
        return faults;
    }

    private List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        for (ConfigSource source : config.getConfigSources()) {
            for (String name : source.getPropertyNames()) {
                // an environment also answers to the names that its variables stand for
                String given = source instanceof EnvConfigSource ? KnownSettings.variable(name) : name;
                if (source instanceof EnvConfigSource ? known.isUnknownVariable(given) : known.isUnknown(given)) {
                    unknown.add(given);
                }
            }
        }
        return unknown;
    }

    private static void atLeast(List<String> faults, String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            faults.add("%s (%s) must be at least %s".formatted(name, value, least));
        }
    }
}
