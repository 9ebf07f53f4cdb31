package io.offload.api.problem;

/** Text of an error that repeats what a client sent: not longer than people read. */
final class Legible {
    private static final int LONGEST = 1000;

    private Legible() {}

    /** The text, cut at 1000 characters. */
    static String text(String text) {
        if (text == null || text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
