package io.offload.worker.trace;

import io.offload.run.RunError;
import io.offload.run.RunState;
import io.offload.worker.WorkerConfig;
import io.offload.worker.execute.RunInFlight;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes a span {@code execute <task>} of each attempt, a child of the trace context that the run was submitted with. The task's method runs in it, so
 * what it starts is a child in turn. Without an OpenTelemetry in the application, or with {@code quarkus.otel.sdk.disabled}, an attempt costs
 * one look at a field.
 */
@Singleton
public class TraceAttempts {
    private static final AttributeKey<String> RUN = AttributeKey.stringKey("offload.run.id");
    private static final AttributeKey<String> TASK = AttributeKey.stringKey("offload.task");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("offload.attempt");
    private static final AttributeKey<String> QUEUE = AttributeKey.stringKey("offload.queue");
    private static final AttributeKey<String> WORKER = AttributeKey.stringKey("offload.worker");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("offload.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    private final String worker;

    @Inject
    public TraceAttempts(Instance<OpenTelemetry> telemetry, WorkerConfig config,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean disabled) {
        this.tracer = disabled || !telemetry.isResolvable() ? null : telemetry.get().getTracer("io.offload.worker");
        this.worker = config.name();
    }

    /**
     * Executes an attempt, in a span when anybody traces.
     *
     * @param execute returns the outcome that it decided on, null when it decided on none
     */
    public void around(RunInFlight run, Function<RunInFlight, RunState> execute) {
        if (tracer == null) {
            execute.apply(run);
            return;
        }
        Span span = start(run);
        try (Scope here = span.makeCurrent()) {
            RunState outcome = execute.apply(run);
            if (outcome != null) {
                tell(span, outcome);
            }
        } finally {
            span.end();
        }
    }

    private Span start(RunInFlight run) {
        Context submission = W3CTraceContextPropagator.getInstance().extract(Context.root(), run, SubmittedWith.THIS);
        return tracer.spanBuilder("execute " + run.task()).setSpanKind(SpanKind.CONSUMER).setParent(submission)
                .setAttribute(RUN, run.id().toString()).setAttribute(TASK, run.task()).setAttribute(ATTEMPT, (long) run.attempt())
                .setAttribute(QUEUE, run.definition().queue()).setAttribute(WORKER, worker).startSpan();
    }

    /** The type of an error only: its message may quote the input. */
    private static void tell(Span span, RunState outcome) {
        span.setAttribute(OUTCOME, outcome.type().name());
        RunError error = switch (outcome) {
            case RunState.Failed failed -> failed.error();
            case RunState.Scheduled later -> later.error();
            case RunState.Pending pending -> null;
            case RunState.Running running -> null;
            case RunState.Cancelling cancelling -> null;
            case RunState.Completed completed -> null;
            case RunState.Cancelled cancelled -> null;
            case RunState.Crashed crashed -> null;
        };
        if (error != null) {
            span.setAttribute(ERROR, error.type());
            span.setStatus(StatusCode.ERROR);
        }
    }

    private enum SubmittedWith implements TextMapGetter<RunInFlight> {
        THIS;

        @Override
        public Iterable<String> keys(RunInFlight run) {
            return List.of("traceparent");
        }

        @Override
        public String get(RunInFlight run, String key) {
            return run != null && key.equals("traceparent") ? run.traceparent().orElse(null) : null;
        }
    }
}
