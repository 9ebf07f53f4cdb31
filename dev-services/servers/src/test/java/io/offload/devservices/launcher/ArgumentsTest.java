package io.offload.devservices.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
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
    }

    private static void assertRefused(List<String> arguments, String message) {
        assertThatThrownBy(() -> UpOptions.parse(arguments, DATA)).isInstanceOf(LauncherException.class).hasMessageContaining(message);
    }
}
