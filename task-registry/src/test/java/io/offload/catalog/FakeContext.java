package io.offload.catalog;

import io.offload.task.TaskContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** A first attempt that nobody cancels. */
record FakeContext(UUID runId, String task, int attempt) implements TaskContext {
    FakeContext() {
        this(new UUID(1, 2), "a-task", 1);
    }

    @Override
    public long fencingToken() {
        return attempt;
    }

    @Override
    public String idempotencyKey() {
        return runId.toString();
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
    public void progress(double fraction, String message) {}

    @Override
    public Logger logger() {
        return Logger.getLogger(FakeContext.class);
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }
}
