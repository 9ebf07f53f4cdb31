package io.offload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.command.TaskRunCommand.UndecodableCommandException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRunCommandTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1.50}", "{\"a\":\"\\u0000\\ud800\"}", "{\"a\":\"\u00e9\ud83d\ude00\",\"b\":[1,{\"c\":null}]}", "{\"v\":9,\"id\":\"x\"}",
        "{ \"a\" : 123456789012345678901234567890 }"})
    void inputComesBackAsItWas(String input) throws UndecodableCommandException {
        TaskRunCommand command = new TaskRunCommand(ID, "echo", "default", input);
        assertThat(TaskRunCommand.decode(command.encode())).isEqualTo(command);
    }

    @Test
    void consoleReadsJson() {
        assertThat(new String(new TaskRunCommand(ID, "echo", "default", "{\"value\":1}").encode(), StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"id\":\"" + ID + "\",\"task\":\"echo\",\"queue\":\"default\",\"input\":{\"value\":1}}");
    }

    @Test
    void inputTravelsUpToTheLimitAndNotBeyond() throws UndecodableCommandException {
        String largest = "\"" + "x".repeat(TaskRunCommand.MAX_INLINE_INPUT - 2) + "\"";
        assertThat(TaskRunCommand.decode(new TaskRunCommand(ID, "t", "q", largest).encode()).input()).isEqualTo(largest);
        assertThat(TaskRunCommand.decode(new TaskRunCommand(ID, "t", "q", largest + " ").encode()).input()).isNull();
    }

    @Test
    void unknownFieldsAreSkipped() throws UndecodableCommandException {
        String json = "{\"later\":{\"x\":[1]},\"queue\":\"q\",\"task\":\"t\",\"id\":\"" + ID + "\",\"v\":1}";
        assertThat(TaskRunCommand.decode(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(new TaskRunCommand(ID, "t", "q", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | not a JSON object", "garbage | not JSON", "[] | not a JSON object", "null | not a JSON object", "{ | not JSON",
        "{\"v\":2,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"task\":\"t\",\"queue\":\"q\"} | version 2 is not 1",
        "{\"v\":\"1\"} | version -1", "{\"v\":99999999999999} | not JSON",
        "{\"v\":1,\"task\":\"t\",\"queue\":\"q\"} | \"id\" is missing",
        "{\"v\":1,\"id\":\"nonsense\",\"task\":\"t\",\"queue\":\"q\"} | \"id\" is not a UUID", "{\"v\":1,\"id\":null} | \"id\" is not a UUID",
        "{\"v\":1,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"queue\":\"q\"} | \"task\" is missing",
        "{\"v\":1,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"task\":{},\"queue\":\"q\"} | \"task\" is missing",
        "{\"v\":1,\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"task\":\"t\"} | \"queue\" is missing"})
    void recordThatIsNoCommandIsRefusedWithTheReason(String value, String reason) {
        assertThatThrownBy(() -> TaskRunCommand.decode(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UndecodableCommandException.class).hasMessageContaining(reason);
    }

    @Test
    void absentValueAndOtherEncodingsAreRefused() {
        assertThatThrownBy(() -> TaskRunCommand.decode(null)).isInstanceOf(UndecodableCommandException.class).hasMessageContaining("no value");
        byte[] utf16 = new String(new TaskRunCommand(ID, "t", "q", "{\"a\":1}").encode(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE);
        assertThatThrownBy(() -> TaskRunCommand.decode(utf16)).isInstanceOf(UndecodableCommandException.class);
        assertThatThrownBy(() -> TaskRunCommand.decode(new byte[] {(byte) 0xff, 0, 1})).isInstanceOf(UndecodableCommandException.class);
    }
}
