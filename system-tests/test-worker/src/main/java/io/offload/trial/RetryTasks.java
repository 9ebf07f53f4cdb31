package io.offload.trial;

import io.offload.task.NonRetryableException;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** One task for each way of retrying. All fail in their first {@code failTimes} attempts. */
@ApplicationScoped
public class RetryTasks {
    private final TrialJournal journal;

    @Inject
    public RetryTasks(TrialJournal journal) {
        this.journal = journal;
    }

    @Task(queue = "trial", retries = 4, retryDelay = "100ms,300ms")
    public int trialRetryList(int failTimes, TaskContext run) {
        return attempt(failTimes, run);
    }

    @Task(queue = "trial", retries = 4, retryDelay = "exponential(100ms, 250ms)")
    public int trialRetryExponential(int failTimes, TaskContext run) {
        return attempt(failTimes, run);
    }

    @Task(queue = "trial", retries = 1, retryDelay = "200ms", retryJitter = 1)
    public int trialRetryJitter(int failTimes, TaskContext run) {
        return attempt(failTimes, run);
    }

    @Task(queue = "trial", retries = 2, retryDelay = "10ms", retryOn = IllegalStateException.class)
    public int trialRetryOn(String exception, TaskContext run) throws Exception {
        return fail(exception, run);
    }

    @Task(queue = "trial", retries = 2, retryDelay = "10ms", noRetryOn = IllegalStateException.class)
    public int trialNoRetryOn(String exception, TaskContext run) throws Exception {
        return fail(exception, run);
    }

    private int attempt(int failTimes, TaskContext run) {
        journal.write(run, "started");
        if (run.attempt() <= failTimes) {
            throw new IllegalStateException("attempt " + run.attempt() + " fails");
        }
        return run.attempt();
    }

    private int fail(String exception, TaskContext run) throws Exception {
        journal.write(run, "started");
        switch (exception) {
            case "state" -> throw new IllegalStateException("state");
            case "argument" -> throw new IllegalArgumentException("argument");
            case "subclass" -> throw new SubclassException();
            case "never" -> throw new NonRetryableException("never");
            case "error" -> throw new AssertionError("an error");
            default -> throw new Exception(exception);
        }
    }

    /** More special than what the tasks name. */
    static final class SubclassException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        SubclassException() {
            super("subclass");
        }
    }
}
