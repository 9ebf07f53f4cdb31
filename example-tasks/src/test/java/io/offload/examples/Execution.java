package io.offload.examples;

import io.offload.task.TaskContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/** The given attempt of a run that nobody cancels; remembers its progress. */
record Execution(int attempt, List<Double> fractions) implements TaskContext {
    Execution(int attempt) {
        this(attempt, new CopyOnWriteArrayList<>());
    }

    @Override
    public UUID runId() {
        return new UUID(1, 1);
    }

    @Override
    public String task() {
        return "example";
    }

    @Override
    public long fencingToken() {
        return attempt;
    }

    @Override
    public String idempotencyKey() {
        return runId().toString();
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.empty();
    }

    @Override
    public boolean isCancellationRequested() {
        return false;
    }

    @Override
    public void checkCancelled() {}

    @Override
    public void progress(double fraction, String message) {
        fractions.add(fraction);
    }

    @Override
    public Logger logger() {
        return Logger.getLogger(Execution.class);
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }
}
