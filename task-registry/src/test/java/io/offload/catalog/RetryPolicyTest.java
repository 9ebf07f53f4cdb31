package io.offload.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.task.NonRetryableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final Random RANDOM = new Random(1);

    @Test
    void lastDelayRepeats() {
        RetryPolicy policy = policy("1s,10s,1m", 0);
        assertThat(List.of(1, 2, 3, 4, 900)).extracting(failures -> policy.delay(failures, RANDOM).toSeconds()).containsExactly(1L, 10L, 60L, 60L, 60L);
    }

    @Test
    void exponentialDelayDoublesUpToItsCap() {
        assertThat(RetryPolicy.parseDelays(" exponential( 500ms , PT3S ) "))
                .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void jitterAddsAtMostItsShare() {
        RetryPolicy policy = policy("10s", 0.5);
        for (int i = 0; i < 1_000; i++) {
            assertThat(policy.delay(1, RANDOM)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
        }
    }

    @Test
    void exceptionTypesSteerRetries() {
        RetryPolicy policy = new RetryPolicy(2, List.of(Duration.ZERO), 0, List.of(IOException.class), List.of(FileNotFoundException.class));
        assertThat(policy.retries(1, new IOException())).isTrue();
        assertThat(policy.retries(2, new IOException())).isTrue();
        assertThat(policy.retries(3, new IOException())).isFalse();
        assertThat(policy.retries(1, new FileNotFoundException())).isFalse();
        assertThat(policy.retries(1, new IllegalStateException())).isFalse();
        assertThat(policy("1s", 0).retries(1, new NonRetryableException("no"))).isFalse();
        assertThat(policy("1s", 0).retries(1, new Error("any"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1s,,2s", "x", "exponential(0s,1s)", "exponential(2s,1s)", "exponential(1s)", "-1s", "4000d"})
    void badDelaysAreRefused(String text) {
        assertThatThrownBy(() -> RetryPolicy.parseDelays(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RetryPolicy policy(String delays, double jitter) {
        return new RetryPolicy(3, RetryPolicy.parseDelays(delays), jitter, List.of(), List.of());
    }
}
