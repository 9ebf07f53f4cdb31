package io.offload.api.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.api.view.RunView;
import io.offload.run.StateType;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FreshRunsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final FreshRuns fresh = new FreshRuns(now::get);

    /** A UUIDv7 (RFC 9562, 5.7) of that moment. */
    private static UUID madeAt(Instant at, long rest) {
        return new UUID(at.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | rest);
    }

    @Test
    void acceptedRunIsFreshUntilItHasEnded() {
        UUID run = madeAt(NOW, 1);
        assertThat(fresh.isFresh(run)).isFalse();
        fresh.accepted(run);
        assertThat(fresh.isFresh(run)).isTrue();
        fresh.ended(run);
        assertThat(fresh.isFresh(run)).isFalse();
    }

    @Test
    void endOfAnotherRunChangesNothing() {
        UUID run = madeAt(NOW, 1);
        UUID sameSlot = madeAt(NOW, 1 | 1 << 20);
        fresh.accepted(run);
        fresh.ended(sameSlot);
        assertThat(fresh.isFresh(sameSlot)).isFalse();
        assertThat(fresh.isFresh(run)).isTrue();
    }

    @Test
    void laterRunMayTakeItsPlace() {
        UUID run = madeAt(NOW, 1);
        UUID sameSlot = madeAt(NOW, 1 | 1 << 20);
        fresh.accepted(run);
        fresh.accepted(sameSlot);
        assertThat(fresh.isFresh(run)).isFalse();
        assertThat(fresh.isFresh(sameSlot)).isTrue();
    }

    @Test
    void runIsReadOnceTheEventOfItsEndMayHaveBeenLost() {
        UUID run = madeAt(NOW, 1);
        fresh.accepted(run);
        now.set(NOW.plus(FreshRuns.FRESH));
        assertThat(fresh.isFresh(run)).isFalse();
        assertThat(fresh.holds(run)).isTrue();
    }

    private static RunView view(UUID run, int inputLength) {
        return new RunView(run, "echo", null, StateType.PENDING, "Pending", null, NOW, "default", new String[0], 1, 0, 1, 0, 0, "1".repeat(inputLength), null, null, null,
                null, null, null, null, null, null);
    }

    @Test
    void whatWasAnsweredIsKnownUntilTheRunHasEnded() {
        UUID run = madeAt(NOW, 1);
        fresh.accepted(run);
        assertThat(fresh.asAccepted(run)).isNull();
        fresh.answered(view(run, 1));
        assertThat(fresh.asAccepted(run).id()).isEqualTo(run);
        assertThat(fresh.asAccepted(madeAt(NOW, 1 | 1 << 20))).as("another run of the same slot").isNull();
        fresh.ended(run);
        assertThat(fresh.asAccepted(run)).isNull();
    }

    @Test
    void answersWithLongInputsAreNotKept() {
        UUID run = madeAt(NOW, 1);
        fresh.accepted(run);
        fresh.answered(view(run, 2_001));
        assertThat(fresh.asAccepted(run)).isNull();
        fresh.answered(view(run, 2_000));
        assertThat(fresh.asAccepted(run)).isNotNull();
    }

    @Test
    void answerOfARunThatIsNotHeldAnyMoreIsNotKept() {
        UUID run = madeAt(NOW, 1);
        fresh.accepted(run);
        fresh.accepted(madeAt(NOW, 1 | 1 << 20));
        fresh.answered(view(run, 1));
        assertThat(fresh.asAccepted(run)).isNull();
    }
}
