package io.offload.run;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Why an attempt failed.
 *
 * @param type class name of the exception, or a name of Offload's own such as {@code InvalidInput}, {@code ResultTooLarge}, {@code TimedOut}
 * @param message for people; never null
 * @param stackTrace as Java prints it, cut at {@value #MAX_STACK_TRACE} characters; null when there is none
 */
public record RunError(String type, String message, String stackTrace) {
    public static final int MAX_MESSAGE = 10_000;
    public static final int MAX_STACK_TRACE = 64_000;

    public RunError {
        type = storable(type, 500);
        message = storable(message == null ? "" : message, MAX_MESSAGE);
        stackTrace = stackTrace == null ? null : storable(stackTrace, MAX_STACK_TRACE);
    }

    public static RunError of(String type, String message) {
        return new RunError(type, message, null);
    }

    /** Of an exception, whose own methods may be a user's and fail too: then its type is all that is told. */
    public static RunError of(Throwable cause) {
        String type = cause.getClass().getName();
        try {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            return new RunError(type, cause.getMessage(), trace.toString());
        } catch (Throwable second) {
            return new RunError(type, "the exception itself failed with " + second.getClass().getName() + " when it was asked for its message and stack trace", null);
        }
    }

    /** Postgres text holds no NUL and UTF-8 no lone surrogate: both become U+FFFD. */
    public static String storable(String text, int limit) {
        int end = Math.min(text.length(), limit);
        StringBuilder clean = null;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean pairStart = Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1));
            if (pairStart) {
                if (clean != null) {
                    clean.append(c).append(text.charAt(i + 1));
                }
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                if (clean == null) {
                    clean = new StringBuilder(end).append(text, 0, i);
                }
                clean.append('\uFFFD');
            } else if (clean != null) {
                clean.append(c);
            }
        }
        return clean != null ? clean.toString() : text.substring(0, end);
    }
}
