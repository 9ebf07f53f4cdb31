package io.offload.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/**
 * "This run has ended", as Postgres notifies those who listen on {@link #CHANNEL}, with the commit of the outcome: a JSON array
 * {@code [id, started_at, ended_at, result, message, worker]}, of which only the id is there unless the run was COMPLETED at its first claim and nothing
 * else has happened to it. The result is a string that holds JSON. A hint, at most once, for a few runs at a moderate load; the event follows.
 *
 * @param startedAt null when only the id is there
 * @param result JSON text, null without a result
 * @param message of the state, null for none
 */
public record EndNotification(UUID id, Instant startedAt, Instant endedAt, String result, String message, String worker) {
    /** As in {@code complete_plain.sql}. */
    public static final String CHANNEL = "offload_run_ended";
    /** Revision of a run that was submitted, claimed and completed. */
    public static final int REVISION = 3;
    /** The longest text of a result that Postgres is sure to carry: a notification may have 8,000 bytes. */
    public static final int MOST_CHARACTERS = 2000;

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Whether such texts fit a notification: as JSON strings in UTF-8 they take at most three bytes a character, control characters (which JSON text
     * does not hold) six.
     */
    public static boolean fits(String result, String message, String worker) {
        return length(result) + 2 * length(message) + 2 * length(worker) <= MOST_CHARACTERS;
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    /** Whether it says all that became of the run. */
    public boolean isWhole() {
        return startedAt != null;
    }

    /**
     * @throws IllegalArgumentException when the text is not of this form
     */
    public static EndNotification parse(String payload) {
        try (JsonParser json = JSON.createParser(payload)) {
            json.nextToken();
            UUID id = UUID.fromString(String.valueOf(json.nextTextValue()));
            String startedAt = json.nextTextValue();
            if (startedAt == null) {
                return new EndNotification(id, null, null, null, null, null);
            }
            return new EndNotification(id, instant(startedAt), instant(json.nextTextValue()), json.nextTextValue(), json.nextTextValue(), json.nextTextValue());
        } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a notification of a run's end: " + payload, e);
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(String.valueOf(text)).toInstant();
    }
}
