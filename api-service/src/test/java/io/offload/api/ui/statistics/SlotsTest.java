package io.offload.api.ui.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private final Slots slots = new Slots(60, 10);

    @Test
    void everythingIsMissingAtFirst() {
        assertThat(slots.missingFrom(NOON)).isEqualTo(NOON.minusSeconds(540));
    }

    @Test
    void slotThatIsOverIsReadOnceAndCountedStill() {
        Instant from = slots.missingFrom(NOON);
        assertThat(completed(slots.with(List.of(entry(-300, 5), entry(0, 1)), from, NOON))).isEqualTo(6);
        assertThat(slots.missingFrom(NOON)).isEqualTo(NOON.minusSeconds(120));
        Instant later = NOON.plusSeconds(2);
        assertThat(completed(slots.with(List.of(entry(0, 3)), slots.missingFrom(later), later))).isEqualTo(8);
    }

    @Test
    void outcomeThatComesLateIsCountedOnce() {
        slots.with(List.of(entry(-60, 5)), slots.missingFrom(NOON), NOON);
        Instant later = NOON.plusSeconds(40);
        assertThat(completed(slots.with(List.of(entry(-60, 7)), slots.missingFrom(later), later))).isEqualTo(7);
        Instant settled = NOON.plusSeconds(90);
        slots.with(List.of(entry(-60, 8)), slots.missingFrom(settled), settled);
        assertThat(slots.missingFrom(settled)).isEqualTo(NOON);
        assertThat(completed(slots.with(List.of(), slots.missingFrom(settled), settled))).isEqualTo(8);
    }

    @Test
    void slotsBeyondTheSpanLeave() {
        slots.with(List.of(entry(-540, 5), entry(-300, 2)), slots.missingFrom(NOON), NOON);
        Instant later = NOON.plusSeconds(120);
        assertThat(completed(slots.with(List.of(), slots.missingFrom(later), later))).isEqualTo(2);
        assertThat(slots.missingFrom(NOON.plusSeconds(86_400))).isEqualTo(NOON.plusSeconds(86_400 - 540));
    }

    @Test
    void tasksAndSlotsAddUp() {
        ReadStatistics.Statistics found = slots.with(List.of(entry(-300, 5), new Slots.Entry(NOON, "other", "FAILED", 3, 2)), slots.missingFrom(NOON), NOON);
        assertThat(found.tasks().get("echo").completed()).isEqualTo(5);
        assertThat(found.tasks().get("other").failed()).isEqualTo(2);
        assertThat(found.slots().get(NOON).ended()).isEqualTo(2);
        assertThat(found.all().ended()).isEqualTo(7);
    }

    private static Slots.Entry entry(int seconds, long n) {
        return new Slots.Entry(NOON.plusSeconds(seconds), "echo", "COMPLETED", 4, n);
    }

    private static long completed(ReadStatistics.Statistics statistics) {
        return statistics.all().completed();
    }
}
