package io.offload.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.offload.api.queue.QueueView;
import io.offload.api.queue.ReadQueues;
import io.offload.tick.Ticker;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * The queues' depth, age, lag and workers as gauges, read every 10 s: more often than Prometheus asks, and no load to speak of. Every instance has
 * the same numbers, so a query takes their maximum.
 */
@Singleton
class PublishQueues {
    private static final Logger LOG = Logger.getLogger(PublishQueues.class);
    private static final long EVERY_MS = 10_000;

    private final ReadQueues queues;
    private final Map<MultiGauge, ToDoubleFunction<QueueView>> gauges = new LinkedHashMap<>();

    @Inject
    PublishQueues(ReadQueues queues) {
        this.queues = queues;
    }

    void start(@Observes StartupEvent event, MeterRegistry registry, Ticker ticker) {
        gauge(registry, "offload.queue.depth", "Runs that are PENDING", null, QueueView::depth);
        gauge(registry, "offload.queue.oldest.age", "How long the oldest of them has been so", "seconds", PublishQueues::oldestSeconds);
        gauge(registry, "offload.queue.lag", "Commands that its consumer group has not passed; NaN when Kafka does not answer", null,
                queue -> queue.lag() == null ? Double.NaN : queue.lag().total());
        gauge(registry, "offload.queue.workers", "Workers that serve it", null, QueueView::workers);
        gauge(registry, "offload.queue.slots", "Their slots together", null, QueueView::slots);
        gauge(registry, "offload.queue.paused", "1 while workers leave it alone", null, queue -> queue.paused() ? 1 : 0);
        read();
        ticker.every(EVERY_MS, this::read);
    }

    private void gauge(MeterRegistry registry, String name, String description, String unit, ToDoubleFunction<QueueView> value) {
        gauges.put(MultiGauge.builder(name).description(description).baseUnit(unit).register(registry), value);
    }

    private void read() {
        queues.all().onSuccess(this::publish).onFailure(cause -> LOG.debugf("queues could not be read for metrics: %s", cause.toString()));
    }

    private void publish(List<QueueView> now) {
        gauges.forEach((gauge, value) ->
                gauge.register(now.stream().<Row<?>>map(queue -> Row.of(Tags.of("queue", queue.name()), value.applyAsDouble(queue))).toList(), true));
    }

    private static double oldestSeconds(QueueView queue) {
        return queue.oldestAge() == null ? 0 : Duration.parse(queue.oldestAge()).toMillis() / 1000.0;
    }
}
