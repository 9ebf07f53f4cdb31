package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Database;
import io.offload.system.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every statement that a module keeps in a {@code .sql} file is understood by the migrated schema. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementsPgTest {
    private final Database database = MigratedPostgres.fresh();

    static Stream<String> statements() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : List.of("task-registry", "task-worker", "api-service")) {
            Path resources = Project.home().resolve(module).resolve("src/main/resources/io");
            try (Stream<Path> files = Files.walk(resources)) {
                files.filter(file -> file.toString().endsWith(".sql")).map(file -> Project.home().relativize(file).toString()).sorted().forEach(found::add);
            }
        }
        return found.stream();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void statementIsUnderstood(String file) throws Exception {
        String sql = Files.readString(Project.home().resolve(file));
        try (Connection connection = database.connect()) {
            assertThatCode(() -> connection.createStatement().execute("PREPARE statement AS " + sql)).doesNotThrowAnyException();
        }
    }

    /** Two texts, so that a flush of short inputs does not pay for a table that it does not write. */
    @Test
    void plainSubmissionsWithLongInputsDifferOnlyByTheirRows() throws Exception {
        String folder = "api-service/src/main/resources/io/offload/api/submit/";
        String withLong = Files.readString(Project.home().resolve(folder + "submit_plain_long.sql"));
        assertThat(body(withLong).replaceFirst("(?s)\\), long_input AS \\(.*?\n(?=\\), history)", ""))
                .isEqualTo(body(Files.readString(Project.home().resolve(folder + "submit_plain.sql"))));
    }

    private static String body(String statement) {
        return statement.substring(statement.indexOf("WITH item"));
    }

    @Test
    void partitionsAreMadeAheadOfTime() {
        assertThat(database.number("SELECT count(*) FROM run_partition")).isGreaterThanOrEqualTo(3);
    }
}
