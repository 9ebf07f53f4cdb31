package io.offload.api.submit;

import io.offload.api.catalog.KnownTask;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.view.RunView;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Submits runs that come with nothing but an input: those of pages. */
@Singleton
public class SubmitInput {
    private final CheckSubmission check;
    private final AnswerSubmission answers;

    @Inject
    public SubmitInput(CheckSubmission check, AnswerSubmission answers) {
        this.check = check;
        this.answers = answers;
    }

    /** The new run. Fails with {@link Problem#INVALID} when the input does not fit the task. */
    public Future<RunView> submit(KnownTask task, String inputJson, String traceparent) {
        List<Fault> faults = new ArrayList<>(0);
        SubmitBody body = new SubmitBody(null, inputJson, null, null, List.of(), null, null);
        NewRun run = check.check(new CheckSubmission.Request(body, task, null, SubmitResource.trace(traceparent), null), faults);
        if (!faults.isEmpty()) {
            return Future.failedFuture(Problem.INVALID.because("the input does not fit task " + task.name(), faults));
        }
        return answers.submit(run).map(AnswerSubmission.Answer::run);
    }
}
