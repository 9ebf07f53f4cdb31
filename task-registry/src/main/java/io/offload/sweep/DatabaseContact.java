package io.offload.sweep;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long this process has had uninterrupted contact with the database. Only who has watched for as long as a lease may call another dead:
 * after an outage everybody's heartbeat looks old.
 */
@Singleton
public class DatabaseContact {
    /** Sweeps succeed four times a second; a longer silence means that this process was frozen, or its machine asleep. */
    private static final long LONGEST_SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanos;
    private long sinceNanos;
    private long lastNanos;
    private boolean interrupted;

    @Inject
    public DatabaseContact() {
        this(System::nanoTime);
    }

    DatabaseContact(LongSupplier nanos) {
        this.nanos = nanos;
        this.sinceNanos = nanos.getAsLong();
        this.lastNanos = sinceNanos;
    }

    synchronized void succeeded() {
        long now = nanos.getAsLong();
        if (interrupted || silentUntil(now)) {
            sinceNanos = now;
            interrupted = false;
        }
        lastNanos = now;
    }

    synchronized void failed() {
        interrupted = true;
    }

    /** Zero while the last attempt failed, and after a silence of this process itself. */
    public synchronized Duration uninterrupted() {
        long now = nanos.getAsLong();
        return interrupted || silentUntil(now) ? Duration.ZERO : Duration.ofNanos(now - sinceNanos);
    }

    private boolean silentUntil(long now) {
        return now - lastNanos > LONGEST_SILENCE_NANOS;
    }
}
