package io.offload.store;

import io.quarkus.arc.Unremovable;
import io.vertx.core.Future;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The database's time, read from this machine's clock plus a measured offset. Ids are minted and schedules are computed on it, so that machines
 * whose clocks disagree still agree on order and due times. Accurate to half a round trip.
 */
@Singleton
@Unremovable
@Typed(DatabaseClock.class)
public class DatabaseClock implements InstantSource {
    private static final String READ = "SELECT clock_timestamp()";
    private final Postgres postgres;
    private final InstantSource machine;
    private volatile long offsetMicros;

    @Inject
    public DatabaseClock(Postgres postgres, InstantSource machine) {
        this.postgres = postgres;
        this.machine = machine;
    }

    /** Measures the offset again; done at start and every 10 s. */
    public Future<Void> synchronize() {
        Instant before = machine.instant();
        return postgres.pool().preparedQuery(READ).execute().map(rows -> {
            Instant after = machine.instant();
            Instant middle = before.plus(ChronoUnit.MICROS.between(before, after) / 2, ChronoUnit.MICROS);
            Instant database = rows.iterator().next().get(OffsetDateTime.class, 0).toInstant();
            offsetMicros = ChronoUnit.MICROS.between(middle, database);
            return null;
        });
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(offsetMicros, ChronoUnit.MICROS);
    }

    @Override
    public long millis() {
        return machine.millis() + offsetMicros / 1000;
    }

    /** The same time for libraries that want a {@link Clock}. */
    public Clock asClock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public long millis() {
                return DatabaseClock.this.millis();
            }

            @Override
            public Instant instant() {
                return DatabaseClock.this.instant();
            }
        };
    }
}
