package io.offload.api.ui.run;

import io.offload.api.view.RunView;
import java.time.Instant;
import java.util.List;

/** The time that a run was or is put off to, under the name that it has for people: a column holds both what callers asked for and when retries are due. */
public record Due(String label, Instant at) {

    /**
     * Null when there is nothing to say: nobody scheduled the run, or the time of a retry stands where its schedule was.
     *
     * @param leftOut how many states were before those of the timeline
     */
    static Due of(RunView run, Related related, int leftOut, List<Segment> segments) {
        if (run.stateName().equals("AwaitingRetry")) {
            return new Due("Retry due", related.dueAt() == null ? run.scheduledFor() : related.dueAt());
        }
        boolean overwritten = leftOut > 0 || segments.stream().anyMatch(part -> part.name().equals("AwaitingRetry"));
        return run.scheduledFor() == null || overwritten ? null : new Due("Scheduled for", run.scheduledFor());
    }
}
