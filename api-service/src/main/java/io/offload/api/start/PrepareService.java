package io.offload.api.start;

import io.offload.kafka.KafkaUnavailableException;
import io.offload.kafka.Topics;
import io.offload.store.DatabaseClock;
import io.offload.store.Postgres;
import io.offload.tick.Ticker;
import io.offload.upkeep.MakePartitions;
import io.quarkus.runtime.StartupEvent;
import io.vertx.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Makes sure, before the first request, that ids are minted on the database's time and that the topics exist. */
@Singleton
public class PrepareService {
    private static final Logger LOG = Logger.getLogger(PrepareService.class);
    private static final long SYNCHRONIZE_MS = 10_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Postgres postgres;
    private final DatabaseClock clock;
    private final Topics topics;
    private final Ticker ticker;
    private final MakePartitions partitions;

    @Inject
    public PrepareService(Postgres postgres, DatabaseClock clock, Topics topics, Ticker ticker, MakePartitions partitions) {
        this.postgres = postgres;
        this.clock = clock;
        this.topics = topics;
        this.ticker = ticker;
        this.partitions = partitions;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        postgres.awaitAnswer(START_LIMIT);
        partitions.make(postgres.pool());
        Postgres.await(clock.synchronize(), LIMIT);
        ticker.every(SYNCHRONIZE_MS, () ->
                clock.synchronize().onFailure(cause -> LOG.debugf("the database's time could not be read: %s", cause.toString())));
        List<String> queues = new ArrayList<>();
        for (Row row : Postgres.await(postgres.pool().query("SELECT name FROM queue").execute(), LIMIT)) {
            queues.add(row.getString(0));
        }
        Thread.ofVirtual().name("offload-topics").start(() -> {
            try {
                topics.ensure(queues);
            } catch (KafkaUnavailableException e) {
                LOG.warnf("topics could not be made, they will be when Kafka is back: %s", e.getMessage());
            }
        });
    }
}
