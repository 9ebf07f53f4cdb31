package io.offload.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/guarantees.md} shows the queries that the oracle runs and names tests that exist. */
class GuaranteesTest {
    private final String page = read(Project.home().resolve("docs/guarantees.md"));

    @Test
    void everyCheckIsShownAsItRuns() {
        assertThat(Oracle.CHECKS).allSatisfy(check -> assertThat(page).contains(Oracle.query(check).strip()));
    }

    @Test
    void noQueryIsShownThatTheOracleDoesNotRun() throws IOException {
        assertThat(page.split("```sql\n", -1)).hasSize(1 + Oracle.CHECKS.size());
        try (var files = Files.list(Project.home().resolve("system-tests/src/test/resources/io/offload/system/checks"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".sql", ""))).containsExactlyInAnyOrderElementsOf(Oracle.CHECKS);
        }
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> sources = new HashSet<>();
        for (String module : List.of("system-tests", "task-registry")) {
            try (var files = Files.walk(Project.home().resolve(module + "/src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).map(GuaranteesTest::read).forEach(sources::add);
            }
        }
        Matcher named = Pattern.compile("`([A-Z][A-Za-z]*(?:IT|Test))(?:\\.([a-z][A-Za-z0-9]*))?`").matcher(page);
        int found = 0;
        while (named.find()) {
            found++;
            String type = "class " + named.group(1) + " ";
            String method = named.group(2) == null ? "" : "void " + named.group(2) + "(";
            assertThat(sources).as(named.group()).anyMatch(source -> source.contains(type) && source.contains(method));
        }
        assertThat(found).isGreaterThan(15);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
