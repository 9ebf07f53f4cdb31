package io.offload.api.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.devservices.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlFilesPgTest {
    @Test
    void everyStatementIsPreparedAgainstTheMigratedSchema(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("data"), 0);
                Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            Flyway.configure().dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password()).locations("db/offload")
                    .schemas("offload").defaultSchema("offload").createSchemas(true).load().migrate();
            statement.execute("SET search_path TO offload");
            List<Path> files = sqlFiles();
            assertThat(files).hasSizeGreaterThan(10);
            for (int i = 0; i < files.size(); i++) {
                statement.execute("PREPARE s" + i + " AS " + Files.readString(files.get(i)));
            }
        }
    }

    private static List<Path> sqlFiles() throws IOException {
        try (var files = Files.walk(Path.of("src/main/resources"))) {
            return files.filter(file -> file.toString().endsWith(".sql")).toList();
        }
    }
}
