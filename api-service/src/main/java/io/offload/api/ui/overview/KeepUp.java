package io.offload.api.ui.overview;

import io.offload.api.ui.statistics.ReadStatistics;
import io.offload.tick.Ticker;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Reads the statistics of every span at the start and each minute, so that no page has to wait for a week of them. */
@ApplicationScoped
public class KeepUp {
    private static final Logger LOG = Logger.getLogger(KeepUp.class);
    private static final long EVERY_MS = 60_000;

    private final ReadStatistics statistics;
    private final Ticker ticker;

    @Inject
    public KeepUp(ReadStatistics statistics, Ticker ticker) {
        this.statistics = statistics;
        this.ticker = ticker;
    }

    void start(@Observes StartupEvent event) {
        read();
        ticker.every(EVERY_MS, this::read);
    }

    private void read() {
        Multi.createFrom().iterable(OverviewPage.SPANS).onItem().transformToUniAndConcatenate(span -> statistics.of(span.slotSeconds(), span.slots()))
                .subscribe().with(ignored -> {}, cause -> LOG.debugf("statistics could not be read: %s", cause.toString()));
    }
}
