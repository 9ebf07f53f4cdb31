package io.offload.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PaceTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void theFirstFlushNeedNotWait() {
        assertThat(new Pace(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(9), 10).waitMillis(1)).isZero();
    }

    @Test
    void eachRowPutsTheNextFlushOffButNotBeyondTheLimit() {
        Pace pace = new Pace(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(9), 10);
        pace.flushing(2);
        assertThat(pace.waitMillis(1)).isBetween(HOUR, 2 * HOUR + 3);
        pace.flushing(1_000_000);
        assertThat(pace.waitMillis(1)).isBetween(8 * HOUR, 9 * HOUR);
    }

    @Test
    void enoughRowsNeedNotWait() {
        Pace pace = new Pace(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(9), 10);
        pace.flushing(5);
        assertThat(pace.waitMillis(10)).isZero();
        assertThat(pace.isEnough(10)).isTrue();
        assertThat(pace.isEnough(9)).isFalse();
    }

    @Test
    @Timeout(30)
    void fewRowsPutTheNextFlushOffByLittle() {
        Pace pace = new Pace(Duration.ZERO, Duration.ofNanos(1), Duration.ofHours(1), 64);
        pace.flushing(3);
        assertThat(pace.waitMillis(1)).isBetween(0L, 1L);
        while (pace.waitMillis(1) > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void everyFlushPutsTheNextOneOffByTheLeast() {
        Pace pace = new Pace(Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(9), 10);
        pace.flushing(0);
        assertThat(pace.waitMillis(1)).isBetween(HOUR, 2 * HOUR + 3);
        pace.flushing(1);
        assertThat(pace.waitMillis(1)).isBetween(2 * HOUR, 3 * HOUR + 3);
    }

    @Test
    void slowAnswersPutTheNextFlushOffByTwiceTheirTime() {
        Pace pace = new Pace(Duration.ofMillis(1), Duration.ZERO, Duration.ofHours(9), 10);
        for (int i = 0; i < 100; i++) {
            pace.answered(Duration.ofHours(2).toNanos());
        }
        pace.flushing(1);
        assertThat(pace.waitMillis(1)).isBetween(3 * HOUR, 4 * HOUR + 3);
        for (int i = 0; i < 500; i++) {
            pace.answered(0);
        }
        pace.flushing(1);
        assertThat(pace.waitMillis(1)).isBetween(0L, 2L);
    }

    @Test
    void whereNothingIsGatheredSlowAnswersChangeNothing() {
        Pace pace = new Pace(Duration.ZERO, Duration.ZERO, Duration.ofHours(9), 10);
        pace.answered(Duration.ofHours(2).toNanos());
        pace.flushing(1);
        assertThat(pace.waitMillis(1)).isZero();
    }

    @Test
    void withoutPaceNothingWaits() {
        Pace none = Pace.none();
        none.flushing(1_000_000);
        assertThat(none.waitMillis(1)).isZero();
    }
}
