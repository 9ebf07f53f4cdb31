package io.offload.api.ui.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.offload.api.view.RunView;
import io.offload.json.ExactJson;
import io.offload.run.StateType;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** How pages write times, durations, numbers and JSON. */
@TemplateExtension
public final class Wording {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final Pattern STOPPED = Pattern.compile("; it stopped with \\S+$");

    private Wording() {}

    /** RFC 3339 for machines: the browser makes it a relative time in its own zone. */
    public static String machine(Instant at) {
        return RunView.time(at);
    }

    /** For people whose browser runs no script. */
    public static String utc(Instant at) {
        return UTC.format(at);
    }

    /** When a run's id was minted. */
    public static Instant minted(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** Three figures at most: {@code 12 ms}, {@code 3.4 s}, {@code 2 min 5 s}, {@code 3 h 12 min}, {@code 4 d 2 h}. */
    public static String words(Duration duration) {
        long ms = Math.max(0, duration.toMillis());
        if (ms < 1000) {
            return ms + " ms";
        }
        if (ms < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
        }
        long s = ms / 1000;
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return s / 60 + " min" + (s % 60 == 0 ? "" : " " + s % 60 + " s");
        }
        if (s < 86_400) {
            return s / 3600 + " h" + (s % 3600 < 60 ? "" : " " + s % 3600 / 60 + " min");
        }
        return s / 86_400 + " d" + (s % 86_400 < 3600 ? "" : " " + s % 86_400 / 3600 + " h");
    }

    /** With its first letter large. */
    public static String capitalise(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** A state's name as words: {@code AwaitingRetry} is "Awaiting retry". */
    public static String spaced(String name) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1))) {
                words.append(' ').append(Character.toLowerCase(c));
            } else {
                words.append(c);
            }
        }
        return words.toString();
    }

    /** Whether a worker has the run now; a run that waits for its next attempt only looks like it. */
    public static boolean executing(RunView run) {
        return run.state() == StateType.RUNNING || run.state() == StateType.CANCELLING;
    }

    /** Which attempt a run is at. */
    public static Attempts attempts(RunView run) {
        return new Attempts(run.attempt(), run.maxAttempts(), run.losses());
    }

    /** What is said of a cancelled run; with what its code stopped, the timeline tells. */
    public static String cancelled(RunView run) {
        String message = run.stateMessage() == null ? null : STOPPED.matcher(run.stateMessage()).replaceFirst("");
        return message == null ? "It was cancelled." : message.startsWith("cancelled") ? capitalise(message) + "." : "It was cancelled: " + message + ".";
    }

    /** With a thin space between thousands. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    /** As a field of type {@code datetime-local} has it, in UTC. */
    public static String local(Instant at) {
        return LOCAL.format(at);
    }

    /** A number that was counted up to 10001. */
    public static String upTo(long number) {
        return number > 10_000 ? grouped(10_000) + "+" : grouped(number);
    }

    /** JSON text indented; text that is no JSON, as it is. */
    public static String pretty(String json) {
        try {
            return ExactJson.read(json).toPrettyString();
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
