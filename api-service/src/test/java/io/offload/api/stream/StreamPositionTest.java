package io.offload.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.api.problem.ProblemException;
import org.junit.jupiter.api.Test;

class StreamPositionTest {
    @Test
    void idIsReadAsItWasWritten() {
        StreamPosition position = StreamPosition.START.told(7).logged(12);
        assertThat(position).hasToString("7.12");
        assertThat(StreamPosition.read("7.12")).isEqualTo(position);
    }

    @Test
    void noIdIsTheStart() {
        assertThat(StreamPosition.read(null)).isEqualTo(StreamPosition.START);
        assertThat(StreamPosition.read("")).isEqualTo(StreamPosition.START);
    }

    @Test
    void otherIdsAreRefused() {
        for (String text : new String[] {"7", "7.", ".7", "a.b", "-1.0", "1.2.3", "9999999999.0"}) {
            assertThatThrownBy(() -> StreamPosition.read(text)).isInstanceOf(ProblemException.class);
        }
    }
}
