package io.offload.api.wait;

import io.offload.api.view.RunView;
import io.offload.event.EndNotification;
import io.offload.store.Postgres;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Hears from Postgres, with the commit of an outcome, that a run has ended: at a moderate load that is two wake-ups of a thread instead of eight, and
 * of a run that was accepted here nothing needs to be read. What is not heard, the events tell.
 */
@Singleton
public class ListenToPostgres {
    private static final Logger LOG = Logger.getLogger(ListenToPostgres.class);
    private static final long RETRY_MS = 1_000;

    private final Vertx vertx;
    private final ListenToEvents events;
    private final FreshRuns fresh;
    private final PgSubscriber subscriber;
    private final LongAdder heard = new LongAdder();
    private volatile boolean stopping;

    @Inject
    ListenToPostgres(Vertx vertx, Postgres postgres, ListenToEvents events, FreshRuns fresh) {
        this.vertx = vertx;
        this.events = events;
        this.fresh = fresh;
        this.subscriber = postgres.subscriber();
    }

    void start(@Observes StartupEvent event) {
        subscriber.channel(EndNotification.CHANNEL).handler(this::heard);
        connect();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        subscriber.close();
    }

    /** Ends of runs that were heard of since the start. */
    public long heard() {
        return heard.sum();
    }

    private void connect() {
        if (!stopping) {
            subscriber.connect().onFailure(cause -> {
                LOG.warnf("notifications cannot be heard, events tell of ends; next try in a second: %s", cause.toString());
                vertx.setTimer(RETRY_MS, ignored -> connect());
            });
        }
    }

    private void heard(String payload) {
        EndNotification ending;
        try {
            ending = EndNotification.parse(payload);
        } catch (IllegalArgumentException e) {
            LOG.warn(e.getMessage());
            return;
        }
        heard.increment();
        RunView accepted = ending.isWhole() ? fresh.asAccepted(ending.id()) : null;
        events.ended(ending.id(), accepted == null ? null : accepted.completed(ending));
    }
}
