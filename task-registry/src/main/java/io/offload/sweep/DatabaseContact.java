package io.offload.sweep;

import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How long this process has had uninterrupted contact with the database. Only who has watched for as long as a lease may call another dead:
 * after an outage everybody's heartbeat looks old.
 */
@Singleton
public class DatabaseContact {
    private volatile long sinceNanos = System.nanoTime();
    private volatile boolean interrupted;

    void succeeded() {
        if (interrupted) {
            sinceNanos = System.nanoTime();
            interrupted = false;
        }
    }

    void failed() {
        interrupted = true;
    }

    /** Zero while the last attempt failed. */
    public Duration uninterrupted() {
        return interrupted ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
}
