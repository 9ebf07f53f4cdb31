package io.offload.next;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import io.offload.trial.TrialJournal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The next version of a task, and a task that the release before does not know. */
@ApplicationScoped
public class VersionTasks {
    private final TrialJournal journal;

    @Inject
    public VersionTasks(TrialJournal journal) {
        this.journal = journal;
    }

    @Task(queue = "trial", description = "version 2")
    public int trialVersioned(JsonNode value, TaskContext run) {
        journal.write(run, "started");
        return 2;
    }

    @Task(queue = "trial")
    public int trialNew(JsonNode value, TaskContext run) {
        journal.write(run, "started");
        return 2;
    }
}
