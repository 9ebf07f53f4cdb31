package io.offload.api.wait;

import io.offload.api.problem.Problem;
import io.offload.task.DurationText;
import java.time.Duration;

/** The query parameter {@code wait}: how long a caller wants to wait for the end of a run. */
public final class WaitParameter {
    public static final String NAME = "wait";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private WaitParameter() {}

    /**
     * @param text such as {@code 30s} or {@code PT30S}, 0 to 60 s; null means no wait
     * @throws io.offload.api.problem.ProblemException {@link Problem#UNPARSABLE} when it is something else
     */
    public static Duration parse(String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        Duration wait;
        try {
            wait = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.UNPARSABLE.because("the query parameter wait: " + e.getMessage());
        }
        if (wait.isNegative() || wait.compareTo(LONGEST) > 0) {
            throw Problem.UNPARSABLE.because("the query parameter wait must lie between 0 s and 60 s, it is " + text);
        }
        return wait;
    }
}
