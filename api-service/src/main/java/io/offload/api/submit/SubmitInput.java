package io.offload.api.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.api.catalog.KnownTask;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.view.RunView;
import io.offload.json.ExactJson;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Submits the runs of pages. */
@Singleton
public class SubmitInput {
    private final CheckSubmission check;
    private final AnswerSubmission answers;

    @Inject
    public SubmitInput(CheckSubmission check, AnswerSubmission answers) {
        this.check = check;
        this.answers = answers;
    }

    /** A new run with nothing but an input. Fails with {@link Problem#INVALID} when the input does not fit the task. */
    public Future<RunView> submit(KnownTask task, String inputJson, String traceparent) {
        return submit(task, inputJson, JsonNodeFactory.instance.objectNode(), traceparent);
    }

    /**
     * A new run. Fails with {@link Problem#INVALID} when its input or its settings do not fit.
     *
     * @param settings the other fields of a submission's body, such as {@code name} and {@code delay}
     */
    public Future<RunView> submit(KnownTask task, String inputJson, ObjectNode settings, String traceparent) {
        String others = ExactJson.escapeLoneSurrogates(settings.toString());
        String whole = others.substring(0, others.length() - 1) + (settings.isEmpty() ? "" : ",") + "\"input\":" + inputJson + "}";
        SubmitBody body = SubmitBody.read(whole.getBytes(StandardCharsets.UTF_8));
        List<Fault> faults = new ArrayList<>(0);
        NewRun run = check.check(new CheckSubmission.Request(body, task, null, SubmitResource.trace(traceparent), null), faults);
        if (!faults.isEmpty()) {
            return Future.failedFuture(Problem.INVALID.because("the input does not fit task " + task.name(), faults));
        }
        return answers.submit(run).map(AnswerSubmission.Answer::run);
    }
}
