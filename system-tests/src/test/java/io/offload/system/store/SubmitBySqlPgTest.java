package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.system.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code offload.submit(...)}: a run exists if and only if the caller's transaction commits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmitBySqlPgTest {
    private final Database database = MigratedPostgres.fresh();

    @BeforeAll
    void publish() throws SQLException {
        try (Connection connection = database.connect()) {
            new Store(connection, 1);
        }
    }

    @Test
    void committedRunExistsWithItsCommandWaitingToBeSent() throws SQLException {
        String id = submit(true);
        assertThat(database.rows("SELECT state, input::text AS input FROM task_run WHERE id = ?::uuid", id)).singleElement()
                .satisfies(row -> assertThat(row).containsEntry("state", "PENDING").containsEntry("input", "{\"b\":1,\"a\":2}"));
        assertThat(database.number("SELECT count(*) FROM command_batch WHERE ?::uuid = ANY (run_ids) AND eligible_at <= clock_timestamp()", id)).isEqualTo(1);
    }

    @Test
    void rolledBackRunDoesNotExistAnywhere() throws SQLException {
        String id = submit(false);
        assertThat(database.number("SELECT (SELECT count(*) FROM task_run WHERE id = ?::uuid) + (SELECT count(*) FROM run_history WHERE run_id = ?::uuid)"
                + " + (SELECT count(*) FROM command_batch WHERE ?::uuid = ANY (run_ids))", id, id, id)).isZero();
    }

    @Test
    void delayedRunWaits() {
        String id = database.rows("SELECT offload.submit('work', '{}', interval '1 h', ARRAY['a','b','a'], 'mine') AS id").getFirst().get("id").toString();
        assertThat(database.rows("SELECT state, state_name, name, array_length(tags, 1) AS tags FROM task_run WHERE id = ?::uuid", id).getFirst())
                .containsEntry("state", "SCHEDULED").containsEntry("state_name", "Scheduled").containsEntry("name", "mine").containsEntry("tags", 2);
        assertThat(database.number("SELECT count(*) FROM due_run WHERE run_id = ?::uuid AND due_at > now() + interval '59 min'", id)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SELECT offload.submit('nobody-has-it', '{}') | unknown",
        "SELECT offload.submit('work', '[]') | must be a JSON object",
        "SELECT offload.submit('work', NULL) | must be a JSON object",
        "SELECT offload.submit('work', '{', NULL) | json",
        "SELECT offload.submit('work', '{}', NULL, ARRAY['not ok']) | tags",
        "SELECT offload.submit('work', '{}', NULL, NULL, repeat('x', 201)) | 200 characters",
        "SELECT offload.submit('work', json_build_object('a', repeat('x', 1048576))) | 1 MiB"})
    void badSubmissionRaisesAndSaysWhy(String sql, String why) {
        assertThatThrownBy(() -> database.rows(sql)).hasMessageContaining(why);
    }

    private String submit(boolean commit) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            String id;
            try (ResultSet row = connection.createStatement().executeQuery("SELECT offload.submit('work', '{\"b\":1,\"a\":2}')")) {
                row.next();
                id = row.getString(1);
            }
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return id;
        }
    }
}
