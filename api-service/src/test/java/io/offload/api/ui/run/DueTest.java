package io.offload.api.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.api.ui.page.Wording;
import io.offload.api.view.RunView;
import io.offload.run.StateType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void timeOfASubmissionIsItsSchedule() {
        assertThat(due(run(StateType.SCHEDULED, "Scheduled", null, AT), segment("SCHEDULED", "Scheduled"))).isEqualTo(new Due("Scheduled for", AT));
        assertThat(due(run(StateType.RUNNING, "Running", null, AT), segment("SCHEDULED", "Scheduled"), segment("PENDING", "Pending"), segment("RUNNING", "Running")))
                .isEqualTo(new Due("Scheduled for", AT));
    }

    @Test
    void timeOfARetryIsToldWhileItIsWaitedFor() {
        Segment[] retried = {segment("PENDING", "Pending"), segment("RUNNING", "Running"), segment("SCHEDULED", "AwaitingRetry")};
        assertThat(due(run(StateType.SCHEDULED, "AwaitingRetry", null, AT), retried)).isEqualTo(new Due("Retry due", AT));
        assertThat(due(run(StateType.COMPLETED, "Completed", null, AT), retried)).isNull();
    }

    @Test
    void runThatNobodyPutOffHasNone() {
        assertThat(due(run(StateType.PENDING, "Pending", null, null), segment("PENDING", "Pending"))).isNull();
    }

    @Test
    void internalNamesAreToldInWords() {
        assertThat(Segment.words("due after AwaitingRetry")).isEqualTo("its retry was due");
        assertThat(Segment.words("due after Scheduled")).isEqualTo("its time had come");
        assertThat(Segment.words("attempt 1 fails")).isEqualTo("attempt 1 fails");
        assertThat(Segment.words(null)).isNull();
    }

    @Test
    void cancelledRunIsToldWithoutTheNameOfAClass() {
        assertThat(Wording.cancelled(run(StateType.CANCELLED, "Cancelled", "cancelled; it stopped with java.lang.InterruptedException", null))).isEqualTo("Cancelled.");
        assertThat(Wording.cancelled(run(StateType.CANCELLED, "Cancelled", "cancelled; its worker w was lost", null))).isEqualTo("Cancelled; its worker w was lost.");
    }

    private static Due due(RunView run, Segment... segments) {
        return Due.of(run, new Related(null, List.of(), null, null), 0, List.of(segments));
    }

    private static Segment segment(String state, String name) {
        return new Segment(state, name, AT, Duration.ZERO, 1, null, null, 0, 0);
    }

    private static RunView run(StateType state, String name, String message, Instant scheduledFor) {
        return new RunView(UUID.randomUUID(), "echo", null, state, name, message, AT, "default", new String[0], 1, 1, 4, 0, 0, "{}", null, null, null, scheduledFor, null, null, null,
                null, null);
    }
}
