package io.offload.worker.complete;

import io.offload.run.RunError;
import io.offload.run.RunState;
import io.offload.worker.claim.ClaimBatch;
import io.offload.worker.execute.RunInFlight;
import java.util.UUID;

/**
 * What an attempt came to.
 *
 * @param run null when this worker never knew the run it has to hand back
 */
record Outcome(UUID id, int attempt, ClaimBatch batch, RunState next, RunInFlight run) {
    static final int ON_COMPLETION = 1;
    static final int ON_FAILURE = 2;

    int hooks() {
        if (run == null || !run.definition().hasHooks()) {
            return 0;
        }
        return (run.definition().onCompletion().isPresent() ? ON_COMPLETION : 0) | (run.definition().onFailure().isPresent() ? ON_FAILURE : 0);
    }

    String resultJson() {
        return next instanceof RunState.Completed completed ? completed.resultJson() : null;
    }

    RunError error() {
        return switch (next) {
            case RunState.Failed failed -> failed.error();
            case RunState.Scheduled scheduled -> scheduled.error();
            case RunState.Pending pending -> null;
            case RunState.Running running -> null;
            case RunState.Cancelling cancelling -> null;
            case RunState.Completed completed -> null;
            case RunState.Cancelled cancelled -> null;
            case RunState.Crashed crashed -> null;
        };
    }

    long delayMillis() {
        return next instanceof RunState.Scheduled scheduled ? scheduled.delay().toMillis() : 0;
    }

    int weight() {
        String result = resultJson();
        RunError error = error();
        return (result == null ? 0 : result.length()) + (error == null || error.stackTrace() == null ? 0 : error.stackTrace().length());
    }

    Outcome instead(RunState other) {
        return new Outcome(id, attempt, batch, other, run);
    }
}
