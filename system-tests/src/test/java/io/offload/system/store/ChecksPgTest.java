package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Database;
import io.offload.system.Oracle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each query of the oracle finds the damage that it is for, and none in runs that are well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChecksPgTest {
    /** What breaks the rule; {@code :completed} stands for the run that is COMPLETED. */
    private static final Map<String, String> DAMAGE = Map.ofEntries(
            Map.entry("open-run-nobody-knows", "DELETE FROM command_batch"),
            Map.entry("illegal-transition", "UPDATE run_history SET state = 'COMPLETED', state_name = 'Completed' WHERE run_id = :completed AND revision = 2"),
            Map.entry("history-with-gaps", "DELETE FROM run_history WHERE run_id = :completed AND revision = 2"),
            Map.entry("attempt-with-two-owners", "INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name)"
                    + " SELECT run_id, revision, at, attempt, session_id + 1, state, state_name FROM run_history WHERE run_id = :completed AND state = 'RUNNING'"),
            Map.entry("counters-that-disagree", "UPDATE task_run SET attempt = attempt + 1 WHERE id = :completed"),
            Map.entry("wait-without-reason", "INSERT INTO due_run (run_id, due_at, reason) VALUES (:completed, now(), 'Scheduled')"),
            Map.entry("unlisted-failure", "DELETE FROM unsuccessful_run"),
            Map.entry("statistics-that-disagree", "DELETE FROM run_minute_delta"),
            Map.entry("claim-of-the-dead", "UPDATE worker_session SET lost_at = now() - interval '1 minute'"),
            Map.entry("hook-nobody-calls", "UPDATE hook_due SET session_id = NULL, due_at = now() - interval '2 minutes' WHERE run_id = :completed"),
            Map.entry("run-without-input", "UPDATE task_run SET input = NULL WHERE id = :completed"),
            Map.entry("lock-of-the-ended", "WITH long_ago AS (UPDATE task_run SET ended_at = now() - interval '1 minute' WHERE id = :completed)"
                    + " INSERT INTO cache_lock VALUES ('key', :completed, now() - interval '2 minutes')"));

    private final Database database = MigratedPostgres.fresh();
    private Connection connection;
    private Store store;
    private UUID completed;

    /** One run each that waits, executes, has ended well and has failed, in a transaction that nobody commits. */
    @BeforeEach
    void runs() throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        store = new Store(connection, 1);
        long session = store.session("owner");
        store.submit("1 h");
        store.submit(null);
        UUID running = store.submit(null);
        completed = store.submit(null);
        UUID failed = store.submit(null);
        store.claim(session, running, completed, failed);
        store.complete(session, completed, 1, "COMPLETED", "Completed", null, 0);
        store.complete(session, failed, 1, "FAILED", "Failed", "{\"type\":\"E\",\"message\":\"m\",\"stack_trace\":null}", 0);
    }

    @AfterEach
    void forget() throws SQLException {
        connection.rollback();
        connection.close();
    }

    static Stream<Arguments> damage() {
        return DAMAGE.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("damage")
    void damageIsFound(String check, String damage) {
        store.execute(damage.replace(":completed", "'" + completed + "'"));
        assertThat(store.values(Oracle.query(check))).as(check).isNotEmpty();
    }

    @Test
    void runsThatAreWellBreakNoRule() {
        assertThat(Oracle.CHECKS).allSatisfy(check -> assertThat(store.values(Oracle.query(check))).as(check).isEmpty());
    }

    @Test
    void damageIsKnownForEveryCheck() {
        assertThat(DAMAGE.keySet()).containsExactlyInAnyOrderElementsOf(Oracle.CHECKS);
    }
}
