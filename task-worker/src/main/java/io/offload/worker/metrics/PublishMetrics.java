package io.offload.worker.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.offload.command.CommandPublisher;
import io.offload.command.SettleCommandBatches;
import io.offload.event.EventPublisher;
import io.offload.run.StateType;
import io.offload.worker.claim.ClaimRuns;
import io.offload.worker.complete.CompleteRuns;
import io.offload.worker.execute.RunsInFlight;
import io.offload.worker.execute.Slots;
import io.offload.worker.intake.DeadLetters;
import io.offload.worker.takeover.TakeOverRuns;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Binds the worker's numbers once, at start; each is read when Prometheus asks, so that a run costs a counter's increment at most. */
@Singleton
class PublishMetrics {
    private static final List<StateType> OUTCOMES = List.of(StateType.COMPLETED, StateType.FAILED, StateType.SCHEDULED, StateType.CANCELLED, StateType.PENDING);

    void slots(@Observes StartupEvent event, MeterRegistry registry, Slots slots, RunsInFlight runs, ClaimRuns claims) {
        Gauge.builder("offload.worker.slots", slots, Slots::total).description("Runs that this worker can execute at once").register(registry);
        Gauge.builder("offload.worker.slots.used", slots, Slots::used).description("Slots that are taken").register(registry);
        Gauge.builder("offload.worker.runs.in.flight", runs, RunsInFlight::size).description("Runs claimed and not written back").register(registry);
        FunctionCounter.builder("offload.worker.runs.claimed", claims, ClaimRuns::claimed).description("Runs claimed").register(registry);
    }

    void outcomes(@Observes StartupEvent event, MeterRegistry registry, CompleteRuns complete) {
        for (StateType state : OUTCOMES) {
            FunctionCounter.builder("offload.worker.attempts", complete, runs -> runs.counts().of(state)).tag("state", state.name())
                    .description("Attempts written back, by the state they led to: SCHEDULED is a retry, PENDING a hand-back").register(registry);
        }
        FunctionCounter.builder("offload.worker.outcomes.refused", complete, CompleteRuns::refused)
                .description("Outcomes refused by the fence: their runs had gone to others").register(registry);
        Gauge.builder("offload.worker.outcomes.unwritten", complete, CompleteRuns::unwritten).description("Outcomes that wait to be written").register(registry);
    }

    void commands(@Observes StartupEvent event, MeterRegistry registry, TakeOverRuns takeOver, DeadLetters deadLetters, SettleCommandBatches settle,
            CommandPublisher commands, EventPublisher events) {
        FunctionCounter.builder("offload.worker.runs.taken.over", takeOver, TakeOverRuns::taken)
                .description("Runs taken from Postgres because their commands waited behind others").register(registry);
        FunctionCounter.builder("offload.worker.dead.letters", deadLetters, DeadLetters::sent).description("Commands that could not be decoded").register(registry);
        FunctionCounter.builder("offload.commands.sent.again", settle, SettleCommandBatches::sentAgain).description("Commands sent again because they vanished")
                .register(registry);
        FunctionCounter.builder("offload.commands.not.acknowledged", commands, CommandPublisher::notAcknowledged)
                .description("Commands that Kafka did not acknowledge").register(registry);
        FunctionCounter.builder("offload.events.dropped", events, EventPublisher::dropped).description("Events that nobody was told of").register(registry);
    }
}
