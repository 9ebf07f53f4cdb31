package io.offload.devservices.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Path DATA = Path.of("default");

    @Test
    void upHasDefaults() {
        assertThat(UpOptions.parse(List.of(), DATA)).isEqualTo(new UpOptions(1, 8000, "127.0.0.1", DATA, List.of(), false));
    }

    @Test
    void upTakesItsOptionsInBothSpellings() {
        assertThat(UpOptions.parse(List.of("--workers", "3", "--port=9000", "--host", "0.0.0.0", "--data=d", "--detach"), DATA))
                .isEqualTo(new UpOptions(3, 9000, "0.0.0.0", Path.of("d"), List.of("--data", "d"), true));
    }

    @Test
    void badValuesAreNamed() {
        assertRefused(List.of("--workers", "many"), "--workers is a whole number from 0 to 64, not 'many'");
        assertRefused(List.of("--port", "70000"), "--port is a whole number from 1 to 65535, not '70000'");
        assertRefused(List.of("--port"), "--port needs a value");
        assertRefused(List.of("--colour"), "no option --colour");
        assertRefused(List.of("now"), "does not know 'now'");
        assertRefused(List.of("--data", ""), "--data needs a value");
        assertRefused(List.of("--data="), "--data needs a value");
        assertRefused(List.of("--data", "--detach"), "--data needs a value");
        assertRefused(List.of("--port", "9000", "--port=9001"), "--port is given twice");
    }

    @Test
    void wordsThatNobodyHeedsAreRefused() {
        assertThat(Arguments.parse("logs", List.of("api", "-f"), Set.of(), Set.of("-f"), 1).words()).containsExactly("api");
        assertThatThrownBy(() -> Arguments.parse("logs", List.of("api", "kafka"), Set.of(), Set.of(), 1)).isInstanceOf(LauncherException.class)
                .hasMessageContaining("./offload logs does not know 'kafka'");
        assertThatThrownBy(() -> Arguments.parse("down", List.of("folder"), Set.of("--data"), Set.of(), 0)).isInstanceOf(LauncherException.class)
                .hasMessageContaining("./offload down does not know 'folder'");
    }

    private static void assertRefused(List<String> arguments, String message) {
        assertThatThrownBy(() -> UpOptions.parse(arguments, DATA)).isInstanceOf(LauncherException.class).hasMessageContaining(message);
    }
}
