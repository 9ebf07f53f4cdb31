package io.offload.api.ui.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "1,1,0,Attempt 1",
        "2,4,0,Attempt 2 of 4",
        "2,1,1,Attempt 2 of 2 (1 worker lost)",
        "4,3,2,Attempt 4 of 5 (2 workers lost)",
        "3,2,0,Attempt 3", // given back twice
    })
    void mostIsNeverLessThanTheAttempt(int attempt, int maxAttempts, int losses, String words) {
        assertThat(new Attempts(attempt, maxAttempts, losses).words()).isEqualTo(words);
    }

    @Test
    void runThatHasNotBegunHasItsLimit() {
        assertThat(new Attempts(0, 4, 0).most()).isEqualTo(" of 4");
        assertThat(new Attempts(0, 1, 0).most()).isEmpty();
    }
}
