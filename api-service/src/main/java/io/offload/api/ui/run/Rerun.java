package io.offload.api.ui.run;

import io.offload.api.catalog.KnownTasks;
import io.offload.api.problem.Problem;
import io.offload.api.submit.AnswerSubmission;
import io.offload.api.submit.CheckSubmission;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Submits a run that has ended once more. */
@Singleton
public class Rerun {
    private final ReadRuns reads;
    private final KnownTasks tasks;
    private final CheckSubmission check;
    private final AnswerSubmission submit;

    @Inject
    public Rerun(ReadRuns reads, KnownTasks tasks, CheckSubmission check, AnswerSubmission submit) {
        this.reads = reads;
        this.tasks = tasks;
        this.check = check;
        this.submit = submit;
    }

    /** The new run. Fails with {@link Problem#STATE_CONFLICT} while the earlier one is open, with {@link Problem#INVALID} when its input no longer fits. */
    public Future<RunView> of(UUID run, String traceparent) {
        return reads.get(run).compose(earlier -> {
            if (!earlier.state().terminal()) {
                return Future.failedFuture(Problem.STATE_CONFLICT.because("The run is %s: only a run that has ended can be run again.".formatted(earlier.stateName())));
            }
            return tasks.get(earlier.task()).compose(task -> submit.submit(check.again(earlier, task, traceparent))).map(AnswerSubmission.Answer::run);
        });
    }
}
