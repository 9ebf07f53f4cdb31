package io.offload.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndNotificationTest {
    private static final UUID ID = UUID.fromString("01a228ea-f2eb-716a-91e7-4730656b2172");

    @Test
    void wholeOneHasWhatBecameOfTheRun() {
        EndNotification ending = EndNotification.parse("[\"" + ID + "\", \"2026-01-02T03:04:05.5+00:00\", \"2026-01-02T04:04:05.000001+01:00\", \"{\\\"a\\\": 1.00}\", null, \"w\"]");
        assertThat(ending).isEqualTo(new EndNotification(ID, Instant.parse("2026-01-02T03:04:05.500Z"), Instant.parse("2026-01-02T03:04:05.000001Z"),
                "{\"a\": 1.00}", null, "w"));
        assertThat(ending.isWhole()).isTrue();
    }

    @Test
    void otherOnesNameTheRunOnly() {
        EndNotification ending = EndNotification.parse("[\"" + ID + "\"]");
        assertThat(ending.id()).isEqualTo(ID);
        assertThat(ending.isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[null]", "{}", "[\"x\"]", "[\"01a228ea-f2eb-716a-91e7-4730656b2172\", \"now\"]", "[\"01a228ea-f2eb-716a-91e7-4730656b2172\", \"2026-01-02T03:04:05Z\"]",
            "[\"01a228ea-f2eb-716a-91e7-4730656b2172\", \"2026-01-02T03:0"})
    void whatIsNoNotificationIsRefusedAndShown(String payload) {
        assertThatIllegalArgumentException().isThrownBy(() -> EndNotification.parse(payload)).withMessageContaining(payload);
    }

    @Test
    void longTextsDoNotFit() {
        assertThat(EndNotification.fits(null, null, "w")).isTrue();
        assertThat(EndNotification.fits("x".repeat(EndNotification.MOST_CHARACTERS - 2), null, "w")).isTrue();
        assertThat(EndNotification.fits("x".repeat(EndNotification.MOST_CHARACTERS - 1), null, "w")).isFalse();
        assertThat(EndNotification.fits(null, "x".repeat(EndNotification.MOST_CHARACTERS / 2), "w")).isFalse();
    }
}
