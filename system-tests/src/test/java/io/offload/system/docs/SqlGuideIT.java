package io.offload.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.OffloadSystem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** docs/sql.md: its blocks run as they stand, and the runs that they submit end. */
class SqlGuideIT {
    private final OffloadSystem system = OffloadSystem.shared();

    @Test
    void everyBlockRunsAndItsRunsEnd() throws SQLException {
        try (Connection connection = system.database().connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            for (String block : Document.of("docs/sql.md").blocks("sql")) {
                statement.execute(block);
            }
        }
        Map<String, String> results = Map.of("Ada", "welcome, Ada", "Grace", "Grace");
        system.database().rows("SELECT name, greeting::text FROM public.customer").forEach(row ->
                assertThat(system.api().awaitEnd((String) row.get("greeting")).get("result").asText()).isEqualTo(results.get((String) row.get("name"))));
        assertThat(system.database().number("SELECT count(*) FROM public.customer")).isEqualTo(results.size());
        system.database().rows("SELECT id::text FROM task_run WHERE name = 'greet later'").forEach(row -> system.api().cancel((String) row.get("id")).expect(200));
    }

    @AfterEach
    void leaveNothingBehind() {
        system.database().change("DROP TABLE IF EXISTS public.customer");
        system.database().change("DROP FUNCTION IF EXISTS public.greet_customer()");
    }
}
