package io.offload.task;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in options and requests: ISO-8601 ({@code PT30S}) or short ({@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}). */
public final class DurationText {
    /** Longest duration that Offload accepts anywhere. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    private static final Pattern SHORT = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * @return 0 to {@link #LONGEST}
     * @throws IllegalArgumentException with a message for people, naming the text, when it is no such duration, negative or too long
     */
    public static Duration parse(String text) {
        String trimmed = text.strip();
        Duration duration;
        try {
            duration = trimmed.equals("0") ? Duration.ZERO : shortOrIso(trimmed);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("'%s' is no duration: write ISO-8601 (PT30S) or 500ms, 30s, 5m, 2h, 7d".formatted(text), e);
        }
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("duration '%s' is outside 0 to %d days".formatted(text, LONGEST.toDays()));
        }
        return duration;
    }

    private static Duration shortOrIso(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
