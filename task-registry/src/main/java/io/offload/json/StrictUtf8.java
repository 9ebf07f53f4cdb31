package io.offload.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 (RFC 3629) and refuses what is none, where {@link String} and JSON parsers put other characters in its place. */
public final class StrictUtf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private StrictUtf8() {}

    /** @throws CharacterCodingException when the bytes are not UTF-8 */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        return decode(bytes, 0, bytes.length);
    }

    /** @throws CharacterCodingException when that part of the bytes is not UTF-8 */
    public static String decode(byte[] bytes, int from, int length) throws CharacterCodingException {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, length));
        }
        return text;
    }

    /** Whether the text is JSON in UTF-16 or UTF-32, or begins with such a byte order mark: JSON in UTF-8 has no zero byte. */
    public static boolean isWiderUnicode(byte[] json) {
        if (json.length == 0) {
            return false;
        }
        int first = json[0] & 0xff;
        return first >= 0xfe || first == 0 || json.length > 1 && json[1] == 0;
    }
}
