package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Project;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code ./offload test} looks for a browser with {@code command -v}, which finds functions of the script too: one that was called {@code chromium} made it
 * believe in a browser on every machine, and no browser test ran where there was none.
 */
class LauncherFindsBrowserTest {
    private static final Pattern FUNCTION = Pattern.compile("(?m)^(\\S+)\\(\\) *\\{");

    @Test
    void noFunctionIsTakenForABrowser() throws Exception {
        String script = Files.readString(Project.home().resolve("offload"));
        assertThat(FUNCTION.matcher(script).results().map(function -> function.group(1)).toList()).contains("need_browser").doesNotContainAnyElementsOf(Chromium.NAMES);
    }

    @Test
    void itLooksForEveryBrowserThatTheTestsKnow() throws Exception {
        assertThat(Files.readString(Project.home().resolve("offload"))).contains("for browser in " + String.join(" ", Chromium.NAMES) + "; do");
    }
}
