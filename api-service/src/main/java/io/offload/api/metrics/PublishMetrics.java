package io.offload.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.offload.api.stream.StreamRuns;
import io.offload.api.submit.InsertRuns;
import io.offload.api.wait.ListenToEvents;
import io.offload.api.wait.ListenToPostgres;
import io.offload.api.wait.WaitForRun;
import io.offload.command.CommandPublisher;
import io.offload.command.SettleCommandBatches;
import io.offload.event.EventPublisher;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Binds the instance's numbers once, at start; each is read when Prometheus asks, so that a request costs a counter's increment at most. */
@Singleton
class PublishMetrics {

    void submissions(@Observes StartupEvent event, MeterRegistry registry, InsertRuns inserts) {
        FunctionCounter.builder("offload.submissions.runs", inserts, InsertRuns::inserted).description("Runs accepted").register(registry);
        FunctionCounter.builder("offload.submissions.flushes", inserts, InsertRuns::flushes)
                .description("Statements that accepted them; runs by flushes is the batch size").register(registry);
        Gauge.builder("offload.submissions.waiting", inserts, InsertRuns::waiting).description("Submissions that wait for their statement").register(registry);
    }

    void listeners(@Observes StartupEvent event, MeterRegistry registry, WaitForRun waits, StreamRuns streams, ListenToEvents events,
            ListenToPostgres notifications) {
        Gauge.builder("offload.waits", waits, WaitForRun::waiting).description("Long polls that wait").register(registry);
        Gauge.builder("offload.streams", streams, StreamRuns::open).description("Event streams that are open").register(registry);
        Gauge.builder("offload.runs.listened.for", events, ListenToEvents::listenedFor).description("Runs that somebody waits for").register(registry);
        FunctionCounter.builder("offload.ends.heard", notifications, ListenToPostgres::heard).description("Ends of runs that Postgres notified").register(registry);
    }

    void commands(@Observes StartupEvent event, MeterRegistry registry, SettleCommandBatches settle, CommandPublisher commands, EventPublisher events) {
        FunctionCounter.builder("offload.commands.sent.again", settle, SettleCommandBatches::sentAgain).description("Commands sent again because they vanished")
                .register(registry);
        FunctionCounter.builder("offload.commands.not.acknowledged", commands, CommandPublisher::notAcknowledged)
                .description("Commands that Kafka did not acknowledge").register(registry);
        FunctionCounter.builder("offload.events.dropped", events, EventPublisher::dropped).description("Events that nobody was told of").register(registry);
    }
}
