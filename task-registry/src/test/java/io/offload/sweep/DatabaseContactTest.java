package io.offload.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatabaseContactTest {
    private long now = 1_000;
    private final DatabaseContact contact = new DatabaseContact(() -> now);

    @Test
    void contactGrowsWhileSweepsSucceed() {
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(1));
            contact.succeeded();
        }
        assertThat(contact.uninterrupted()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void failureEndsItUntilTheNextSuccess() {
        pass(Duration.ofSeconds(4));
        contact.succeeded();
        contact.failed();
        assertThat(contact.uninterrupted()).isZero();
        pass(Duration.ofSeconds(2));
        contact.succeeded();
        pass(Duration.ofSeconds(1));
        assertThat(contact.uninterrupted()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void processThatWasFrozenHasWatchedNobody() {
        contact.succeeded();
        pass(Duration.ofSeconds(30));
        assertThat(contact.uninterrupted()).isZero();
        contact.succeeded();
        pass(Duration.ofSeconds(2));
        assertThat(contact.uninterrupted()).isEqualTo(Duration.ofSeconds(2));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
