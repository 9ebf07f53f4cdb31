package io.offload.tick;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Does things again and again on an event loop for as long as the application lives. In development the event loops outlive it: a timer that
 * nobody cancels would go on with closed connections after each reload.
 */
@Singleton
public class Ticker {
    private final Vertx vertx;
    private final List<Long> timers = new CopyOnWriteArrayList<>();

    @Inject
    public Ticker(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Begins; the first time after one wait. */
    public void every(long millis, Runnable work) {
        timers.add(vertx.setPeriodic(millis, ignored -> work.run()));
    }

    /** The last of those who hear of the end: a worker that drains still needs its ticks. */
    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
    }
}
