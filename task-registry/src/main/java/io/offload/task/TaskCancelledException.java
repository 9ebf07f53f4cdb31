package io.offload.task;

import java.util.concurrent.CancellationException;

/** Thrown by {@link TaskContext#checkCancelled()}: the run is to stop. Let it pass. */
public class TaskCancelledException extends CancellationException {
    private static final long serialVersionUID = 1;

    public TaskCancelledException(String message) {
        super(message);
    }
}
