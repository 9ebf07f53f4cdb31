package io.offload.api.ui.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.api.ui.page.Wording;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A task's options in words, those that callers ask about.
 *
 * @param attempts how many, and what is waited between them
 * @param timeout of an attempt
 * @param cache what makes runs equal, and for how long; null when results are not kept for others
 */
record Options(String attempts, String timeout, String cache) {

    static Options of(JsonNode options, int maxAttempts) {
        return new Options(maxAttempts == 1 ? "1, no retry" : maxAttempts + " at most" + waits(options), time(options.path("timeout"), "none"), cache(options.path("cache")));
    }

    private static String waits(JsonNode options) {
        List<String> waits = new ArrayList<>();
        options.path("retry_delay").forEach(wait -> waits.add(time(wait, "")));
        if (waits.isEmpty()) {
            return "";
        }
        return (waits.size() > 4 ? ", after " + String.join(", ", waits.subList(0, 3)) + " … " + waits.get(waits.size() - 1) : ", after " + String.join(", ", waits));
    }

    private static String cache(JsonNode cache) {
        if (!cache.isObject()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        cache.path("key").forEach(part -> parts.add(part.asText().toLowerCase(Locale.ROOT).replace('_', ' ')));
        String kept = time(cache.path("expiration"), "");
        return "by " + String.join(", ", parts) + (kept.isEmpty() ? "" : ", kept " + kept);
    }

    private static String time(JsonNode time, String none) {
        if (!time.isTextual()) {
            return none;
        }
        try {
            Duration duration = Duration.parse(time.textValue());
            return duration.isZero() ? none : Wording.words(duration);
        } catch (DateTimeParseException e) {
            return time.textValue();
        }
    }
}
