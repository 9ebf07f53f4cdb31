package io.offload.trial;

import io.offload.task.FinishedRun;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tasks that say something while or after they run: names, tags, logs, prints, progress, hooks. */
@ApplicationScoped
public class TellTasks {
    private static final Logger LOG = Logger.getLogger(TellTasks.class);
    private final TrialJournal journal;

    @Inject
    public TellTasks(TrialJournal journal) {
        this.journal = journal;
    }

    @Task(queue = "trial", runName = "cast {what} to {target}", tags = {"kind:trial", "team/a"}, description = "Has a name and tags")
    public void trialNamed(String what, String target) {}

    @Task(queue = "trial")
    public void trialLogs(int lines, int length, TaskContext run) {
        for (int i = 1; i <= lines; i++) {
            LOG.infof("line %d %s", i, "x".repeat(length));
        }
        run.logger().warn("from the context");
    }

    @Task(queue = "trial")
    public void trialWrongLogs(TaskContext run) {
        run.logger().infof("50% done");
        run.logger().infof("%d of %d", "one", 2);
        run.logger().infov("{ {0}", 3);
    }

    /** Fails with an exception that cannot be asked why. */
    @Task(queue = "trial")
    public void trialSilentFailure() {
        throw new IllegalStateException() {
            @Override
            public String getMessage() {
                throw new UnsupportedOperationException("nobody asks me");
            }
        };
    }

    @Task(queue = "trial", captureLogs = false)
    public void trialLogsOff() {
        LOG.info("nobody keeps this");
    }

    @Task(queue = "trial", capturePrints = true)
    public void trialPrints(int lines) {
        for (int i = 1; i <= lines; i++) {
            System.out.println("out " + i);
            LOG.infof("log %d", i);
            System.err.println("err " + i);
        }
    }

    @Task(queue = "trial")
    public void trialProgress(int steps, Duration pause, TaskContext run) throws InterruptedException {
        for (int i = 1; i <= steps; i++) {
            run.progress((double) i / steps, "step " + i);
            Thread.sleep(pause);
        }
    }

    @Task(queue = "trial", onCompletion = "completed", onFailure = "failed", retries = 1, retryDelay = "10ms")
    public String trialHooks(boolean fail, TaskContext run) {
        journal.write(run, "started");
        if (fail) {
            throw new IllegalStateException("wanted");
        }
        return "fine";
    }

    @Task(queue = "trial", onCompletion = "failingHook", onFailure = "failingHook") // one invoker for both
    public String trialFailingHook(TaskContext run) {
        journal.write(run, "started");
        return "fine";
    }

    /** Its hook ends the process the first time. */
    @Task(queue = "trial", onCompletion = "exitingHook")
    public String trialExitingHook(String marker, TaskContext run) {
        journal.write(run, "started");
        return marker;
    }

    @Task(queue = "trial", onCompletion = "inputLength")
    public void trialHookInput(String value) {}

    void inputLength(FinishedRun run) {
        tell(run, "input of " + run.input().get("value").asText().length());
    }

    void completed(FinishedRun run) {
        tell(run, "completed");
    }

    void failed(FinishedRun run) {
        tell(run, "failed");
    }

    void failingHook(FinishedRun run) {
        tell(run, "failing-hook");
        throw new IllegalStateException("the hook fails");
    }

    void exitingHook(FinishedRun run) throws java.io.IOException {
        tell(run, "exiting-hook");
        java.nio.file.Path marker = java.nio.file.Path.of(run.result().asText());
        if (java.nio.file.Files.notExists(marker)) {
            java.nio.file.Files.createFile(marker);
            Runtime.getRuntime().halt(9);
        }
    }

    private void tell(FinishedRun run, String event) {
        journal.write(run.runId() + " " + run.attempt(), run.task(), event);
    }
}
