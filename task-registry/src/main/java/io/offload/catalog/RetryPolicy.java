package io.offload.catalog;

import io.offload.task.NonRetryableException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whether and when a failed attempt is followed by another.
 *
 * @param retries how many failures are retried, 0-1000
 * @param delays the waits in order, at least one; the last repeats
 * @param jitter random share added to a wait, 0-1
 * @param retryOn only these are retried; empty: all
 * @param noRetryOn these never are
 */
public record RetryPolicy(
        int retries,
        List<Duration> delays,
        double jitter,
        List<Class<? extends Throwable>> retryOn,
        List<Class<? extends Throwable>> noRetryOn) {

    public RetryPolicy {
        delays = List.copyOf(delays);
        retryOn = List.copyOf(retryOn);
        noRetryOn = List.copyOf(noRetryOn);
    }

    public int maxAttempts() {
        return retries + 1;
    }

    /**
     * @param failures of the run, this one included, from 1
     */
    public boolean retries(int failures, Throwable cause) {
        return failures <= retries && retryable(cause);
    }

    private boolean retryable(Throwable cause) {
        if (cause instanceof NonRetryableException || matches(noRetryOn, cause)) {
            return false;
        }
        return retryOn.isEmpty() || matches(retryOn, cause);
    }

    private static boolean matches(List<Class<? extends Throwable>> types, Throwable cause) {
        return types.stream().anyMatch(type -> type.isInstance(cause));
    }

    /**
     * The wait after a failure, jitter included.
     *
     * @param failures of the run, this one included, from 1
     */
    public Duration delay(int failures, RandomGenerator random) {
        Duration base = delays.get(Math.min(failures, delays.size()) - 1);
        return jitter == 0 ? base : base.plusNanos((long) (base.toNanos() * jitter * random.nextDouble()));
    }
}
