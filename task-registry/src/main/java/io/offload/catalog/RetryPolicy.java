package io.offload.catalog;

import io.offload.task.DurationText;
import io.offload.task.NonRetryableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    private static final int MOST_DELAYS = 100;
    private static final Pattern EXPONENTIAL = Pattern.compile("exponential\\(([^,)]+),([^,)]+)\\)");

    public RetryPolicy {
        if (retries < 0 || retries > 1000) {
            throw new IllegalArgumentException("retries is %d, outside 0-1000".formatted(retries));
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("retryJitter is %s, outside 0-1".formatted(jitter));
        }
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("retryDelay names no delay");
        }
        delays = List.copyOf(delays);
        retryOn = List.copyOf(retryOn);
        noRetryOn = List.copyOf(noRetryOn);
    }

    /**
     * The waits that {@link io.offload.task.Task#retryDelay()} describes.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static List<Duration> parseDelays(String text) {
        Matcher exponential = EXPONENTIAL.matcher(text.strip());
        if (exponential.matches()) {
            return doubling(DurationText.parse(exponential.group(1)), DurationText.parse(exponential.group(2)), text);
        }
        List<Duration> delays = Stream.of(text.split(",", -1)).map(DurationText::parse).toList();
        if (delays.size() > MOST_DELAYS) {
            throw new IllegalArgumentException("'%s' has more than %d delays".formatted(text, MOST_DELAYS));
        }
        return delays;
    }

    private static List<Duration> doubling(Duration first, Duration cap, String text) {
        if (first.isZero() || first.compareTo(cap) > 0) {
            throw new IllegalArgumentException("'%s': the first wait must be over 0 and at most the second".formatted(text));
        }
        List<Duration> delays = new ArrayList<>();
        for (Duration delay = first; delay.compareTo(cap) < 0; delay = delay.multipliedBy(2)) {
            delays.add(delay);
        }
        delays.add(cap);
        return delays;
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
