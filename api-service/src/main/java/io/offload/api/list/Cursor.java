package io.offload.api.list;

import io.offload.api.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Where a list goes on: every run from this id on has been looked at. Opaque to clients, and good for the filters that it was made for only. */
final class Cursor {
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 16 + 4;

    private Cursor() {}

    static String write(UUID reached, RunFilter filter) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(VERSION).putLong(reached.getMostSignificantBits()).putLong(reached.getLeastSignificantBits())
                .putInt(filter.fingerprint());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * @throws io.offload.api.problem.ProblemException {@link Problem#UNPARSABLE} when it is no cursor, or one of other filters
     */
    static UUID read(String text, RunFilter filter) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw unreadable();
        }
        UUID reached = new UUID(bytes.getLong(), bytes.getLong());
        if (bytes.getInt() != filter.fingerprint()) {
            throw Problem.UNPARSABLE.because("the query parameter cursor belongs to a list with other filters: repeat those it was made with");
        }
        return reached;
    }

    private static RuntimeException unreadable() {
        return Problem.UNPARSABLE.because("the query parameter cursor is no cursor: give next_cursor of the page before, as it is");
    }
}
