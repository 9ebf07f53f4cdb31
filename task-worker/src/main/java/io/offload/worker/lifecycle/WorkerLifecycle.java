package io.offload.worker.lifecycle;

import io.offload.catalog.TaskCatalog;
import io.offload.kafka.KafkaConfig;
import io.offload.kafka.KafkaUnavailableException;
import io.offload.kafka.Topics;
import io.offload.store.Postgres;
import io.offload.tick.Ticker;
import io.offload.worker.WorkerConfig;
import io.offload.worker.claim.ClaimRuns;
import io.offload.worker.complete.CompleteRuns;
import io.offload.worker.execute.RunsInFlight;
import io.offload.worker.intake.DeadLetters;
import io.offload.worker.intake.QueueIntake;
import io.offload.worker.lease.WorkerSession;
import io.offload.worker.publish.PublishTasks;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Starts the worker when the application has started, and drains it when it is asked to stop. */
@Singleton
public class WorkerLifecycle {
    private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);
    private static final String PAUSED = "SELECT name FROM queue WHERE paused_at IS NOT NULL";
    private static final long EVERY_SECOND_MS = 1000;
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

    private final WorkerConfig config;
    private final KafkaConfig kafka;
    private final TaskCatalog catalog;
    private final Topics topics;
    private final Ticker ticker;
    private final Postgres postgres;
    private final WorkerSession session;
    private final PublishTasks publish;
    private final ClaimRuns claims;
    private final CompleteRuns complete;
    private final RunsInFlight runs;
    private final WorkerParts parts;
    private final DeadLetters deadLetters;
    private final List<QueueIntake> intakes = new ArrayList<>();
    private volatile Set<String> paused = Set.of();
    private volatile boolean started;

    @Inject
    public WorkerLifecycle(WorkerConfig config, KafkaConfig kafka, TaskCatalog catalog, Topics topics, Ticker ticker, Postgres postgres,
            WorkerSession session, PublishTasks publish, ClaimRuns claims, CompleteRuns complete, RunsInFlight runs, WorkerParts parts,
            DeadLetters deadLetters) {
        this.config = config;
        this.kafka = kafka;
        this.catalog = catalog;
        this.topics = topics;
        this.ticker = ticker;
        this.postgres = postgres;
        this.session = session;
        this.publish = publish;
        this.claims = claims;
        this.complete = complete;
        this.runs = runs;
        this.parts = parts;
        this.deadLetters = deadLetters;
    }

    /** Whether the worker is registered and takes runs. */
    public boolean started() {
        return started;
    }

    void start(@Observes @Priority(2000) StartupEvent event) {
        if (!config.enabled()) {
            LOG.info("the worker is switched off (offload.worker.enabled=false)");
            return;
        }
        List<String> queues = WorkerSession.queues(config, catalog);
        postgres.awaitAnswer(START_LIMIT);
        publish.publish(queues);
        try {
            topics.ensure(queues);
        } catch (KafkaUnavailableException e) {
            LOG.warnf("topics could not be made, they will be when Kafka is back: %s", e.getMessage());
        }
        session.start();
        parts.start();
        paused = names(Postgres.await(postgres.pool().preparedQuery(PAUSED).execute(), START_LIMIT));
        for (String queue : queues) {
            QueueIntake intake = new QueueIntake(queue, kafka, deadLetters, claims::pump);
            intake.pause(paused.contains(queue));
            intakes.add(intake);
            claims.serve(intake);
            intake.start();
        }
        parts.takeOver().start(this::servedQueues);
        ticker.every(EVERY_SECOND_MS, () -> {
            complete.forgetDoneBatches();
            claims.pump();
            readPausedQueues();
        });
        started = true;
        LOG.infof("worker %s serves %d tasks of queues %s with %d slots", config.name(), catalog.tasks().size(), queues, config.slots());
    }

    private Set<String> servedQueues() {
        Set<String> served = new HashSet<>();
        intakes.forEach(intake -> served.add(intake.queue()));
        served.removeAll(paused);
        return served;
    }

    private void readPausedQueues() {
        postgres.pool().preparedQuery(PAUSED).execute().onSuccess(rows -> {
            Set<String> now = names(rows);
            if (!now.equals(paused)) {
                paused = now;
                intakes.forEach(intake -> intake.pause(now.contains(intake.queue())));
            }
        }).onFailure(cause -> LOG.debugf("paused queues could not be read: %s", cause.toString()));
    }

    private static Set<String> names(RowSet<Row> rows) {
        Set<String> names = new HashSet<>();
        for (Row row : rows) {
            names.add(row.getString(0));
        }
        return names;
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        if (!started) {
            return;
        }
        started = false;
        LOG.infof("worker %s drains: %d runs in flight", config.name(), runs.size());
        session.drain();
        claims.stop();
        parts.takeOver().stop();
        intakes.forEach(QueueIntake::stop);
        waitUntil(() -> claims.claiming() == 0 && runs.size() == 0, config.drainTimeout());
        parts.watch().handBackAll();
        waitUntil(() -> runs.size() == 0 && complete.idle(), WRITE_LIMIT);
        complete.forgetDoneBatches();
        parts.watch().stop();
        session.end();
        LOG.infof("worker %s has stopped, %d runs are left to others", config.name(), runs.size());
    }

    private static void waitUntil(BooleanSupplier done, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
