package io.offload.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    private static final UUID LOW = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final UUID HIGH = UUID.fromString("ff890a5d-ac96-774b-0cce-b302099a8057");

    @Test
    void orderIsThatOfPostgresNotThatOfJava() {
        assertThat(RunIds.compare(LOW, HIGH)).isNegative();
        assertThat(LOW.compareTo(HIGH)).as("Java compares signed").isPositive();
        assertThat(RunIds.compare(LOW, LOW)).isZero();
    }

    @Test
    void boundsAreTheLowestAndTheHighest() {
        assertThat(RunIds.boundsOf(new UUID[] {HIGH, LOW})).isEqualTo(new RunIds(LOW, HIGH));
        assertThat(RunIds.boundsOf(new UUID[] {LOW})).isEqualTo(new RunIds(LOW, LOW));
        assertThatThrownBy(() -> RunIds.boundsOf(new UUID[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
