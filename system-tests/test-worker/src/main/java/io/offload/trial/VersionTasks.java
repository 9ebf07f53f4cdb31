package io.offload.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** A task of which the next release of this worker has another version. */
@ApplicationScoped
public class VersionTasks {
    private final TrialJournal journal;

    @Inject
    public VersionTasks(TrialJournal journal) {
        this.journal = journal;
    }

    @Task(queue = "trial", description = "version 1")
    public int trialVersioned(JsonNode value, TaskContext run) {
        journal.write(run, "started");
        return 1;
    }
}
