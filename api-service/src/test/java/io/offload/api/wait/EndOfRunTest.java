package io.offload.api.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.run.StateType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndOfRunTest {
    private static final String EVENT = """
            {"v":1,"kind":"state","id":"0198f1c4-0000-7000-8000-000000000000","task":"COMPLETED","queue":"FAILED","revision":3,"attempt":1,\
            "state":"%s","name":"Failed","at":"2026-01-01T00:00:00Z"}""";

    private static boolean isToldBy(String event) {
        return EndOfRun.isToldBy(event.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(StateType.class)
    void isWhatTheTypeOfTheStateSays(StateType state) {
        assertThat(isToldBy(EVENT.formatted(state))).isEqualTo(state.terminal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "\"state\":\"", "{\"state\":\"COMPLETED", "{\"state\":\"COMPLETEDX\"}",
            "{\"v\":1,\"kind\":\"progress\",\"task\":\"COMPLETED\",\"queue\":\"FAILED\"}"})
    void isNotGuessedFromAnythingElse(String event) {
        assertThat(isToldBy(event)).isFalse();
    }

    @Test
    void isFoundAtTheVeryEnd() {
        assertThat(isToldBy("{\"state\":\"CRASHED\"")).isTrue();
    }
}
