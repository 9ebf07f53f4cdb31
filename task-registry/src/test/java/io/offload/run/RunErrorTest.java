package io.offload.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class RunErrorTest {
    private static final String MARK = "\uFFFD";

    @Test
    void whatPostgresCannotHoldBecomesAReplacementCharacter() {
        assertThat(RunError.storable("a\u0000b", 10)).isEqualTo("a" + MARK + "b");
        assertThat(RunError.storable("a\ud800", 10)).isEqualTo("a" + MARK);
        assertThat(RunError.storable("\udc00a", 10)).isEqualTo(MARK + "a");
        assertThat(RunError.storable("ok \ud83d\ude00", 10)).isEqualTo("ok \ud83d\ude00");
    }

    @Test
    void cutInsideAPairLeavesNoHalf() {
        assertThat(RunError.storable("ab\ud83d\ude00", 3)).isEqualTo("ab" + MARK);
    }

    @ParameterizedTest
    @CsvSource({"abc,3", "abcd,3"})
    void textIsCutAtItsLimit(String text, int limit) {
        assertThat(RunError.storable(text, limit)).isEqualTo("abc");
    }

    @Test
    void exceptionThatFailsItselfIsKnownByItsType() {
        RunError error = RunError.of(new Silent());
        assertThat(error.type()).isEqualTo(Silent.class.getName());
        assertThat(error.message()).contains("java.lang.NullPointerException");
        assertThat(error.stackTrace()).isNull();
    }

    private static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new NullPointerException();
        }
    }

    @Test
    void missingMessageIsEmpty() {
        assertThat(RunError.of(new IllegalStateException()).message()).isEmpty();
    }
}
