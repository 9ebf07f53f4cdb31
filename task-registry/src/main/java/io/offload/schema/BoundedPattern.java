package io.offload.schema;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression of a schema whose matching cannot run away: after {@value #MOST_STEPS} steps the text counts as not matching. */
final class BoundedPattern {
    private static final int MOST_STEPS = 2_000_000;
    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws IllegalArgumentException when Java cannot read it
     */
    static BoundedPattern compile(String regex) {
        try {
            return new BoundedPattern(Pattern.compile(regex));
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new IllegalArgumentException("'%s' is no regular expression: %s".formatted(regex, e.getMessage()), e);
        }
    }

    /** Whether the expression is found anywhere in the text, as JSON Schema wants. */
    boolean matches(String text) {
        try {
            return pattern.matcher(new CountedText(text, new int[1])).find();
        } catch (TooManySteps | StackOverflowError e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    /** The matcher reads characters one by one: counting the reads bounds its work. */
    private record CountedText(CharSequence text, int[] steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++steps[0] > MOST_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
