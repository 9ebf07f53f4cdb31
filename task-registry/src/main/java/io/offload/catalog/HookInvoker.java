package io.offload.catalog;

import io.offload.task.FinishedRun;

/** Calls a task's {@code onCompletion} or {@code onFailure} method. Thread-safe. */
@FunctionalInterface
public interface HookInvoker {

    /**
     * @throws Throwable whatever the method threw, unwrapped
     */
    void invoke(FinishedRun run) throws Throwable;
}
