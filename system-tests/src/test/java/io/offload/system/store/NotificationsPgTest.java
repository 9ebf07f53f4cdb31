package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Database;
import io.offload.system.Reply;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What Postgres tells those who wait for a run when its outcome is written, and that it always can. */
class NotificationsPgTest {
    private final Database database = MigratedPostgres.fresh();
    private Connection connection;
    private Connection listening;
    private Store store;
    private long session;

    @BeforeEach
    void listen() throws SQLException {
        connection = database.connect();
        listening = database.connect();
        listening.createStatement().execute("LISTEN offload_run_ended");
        store = new Store(connection, 1);
        session = store.session("worker-ö");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        listening.close();
    }

    private List<JsonNode> heard() throws SQLException {
        // a notification comes with the answer to a statement, or before
        listening.createStatement().execute("SELECT 1");
        var notifications = listening.unwrap(PGConnection.class).getNotifications();
        return notifications == null ? List.of() : Arrays.stream(notifications).map(one -> Reply.treeOf(one.getParameter())).toList();
    }

    private UUID claimed() {
        UUID id = store.submit(null);
        store.claim(session, id);
        return id;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{\"a\": \"it''s\",  \"n\": 1.000}", "\"\\u0000 \uD83D\uDE00 ö\"", "[\n\t]"})
    void endOfARunIsToldWithItsResult(String result) throws SQLException {
        UUID id = claimed();
        assertThat(store.completePlain(session, id, 1, result, "worker-ö")).isTrue();
        JsonNode ending = heard().getFirst();
        assertThat(ending).hasSize(6);
        assertThat(ending.get(0).asText()).isEqualTo(id.toString());
        assertThat(instant(ending.get(1))).isEqualTo(store.instant(id, "started_at"));
        assertThat(instant(ending.get(2))).isEqualTo(store.instant(id, "ended_at")).isEqualTo(store.instant(id, "state_at"));
        assertThat(ending.get(3).asText()).isEqualTo(result.replace("''", "'")).isEqualTo(store.column(id, "result::text"));
        assertThat(ending.get(4).isNull()).isTrue();
        assertThat(ending.get(5).asText()).isEqualTo("worker-ö");
        assertThat(store.column(id, "revision")).isEqualTo(3);
    }

    private static Instant instant(JsonNode time) {
        return OffsetDateTime.parse(time.asText()).toInstant();
    }

    /** The worker asks for a notification of texts up to 2,000 characters ({@code EndNotification.fits}). */
    @Test
    void longestTextsThatFitAreCarried() throws SQLException {
        for (String character : List.of("\"", "ö", "\uFFFF", "\\")) {
            String result = "[\"" + (character.matches("[\"\\\\]") ? ("\\" + character).repeat(990) : character.repeat(1990)) + "\"]";
            assertThat(result.length()).isBetween(1980, 2000);
            UUID id = claimed();
            assertThat(store.completePlain(session, id, 1, result, "w")).isTrue();
            assertThat(heard().getFirst().get(3).asText()).isEqualTo(result);
        }
    }

    @Test
    void nobodyIsToldUnlessAskedFor() throws SQLException {
        UUID id = claimed();
        assertThat(store.completePlain(session, id, 1, "1", null)).isTrue();
        assertThat(heard()).isEmpty();
    }

    /** Of such a run the one who accepted it does not know everything. */
    @Test
    void runToWhichMoreHasHappenedIsOnlyNamed() throws SQLException {
        UUID retried = claimed();
        store.complete(session, retried, 1, "PENDING", "Pending", null, 0);
        store.claim(session, retried);
        assertThat(store.completePlain(session, retried, 2, "1", "w")).isTrue();
        assertThat(heard()).containsExactly(Reply.treeOf("[\"" + retried + "\"]"));

        UUID withProgress = claimed();
        store.execute("UPDATE task_run SET progress = '{\"fraction\":0.5,\"message\":null}' WHERE id = '" + withProgress + "'");
        assertThat(store.completePlain(session, withProgress, 1, "1", "w")).isTrue();
        assertThat(heard()).containsExactly(Reply.treeOf("[\"" + withProgress + "\"]"));
    }

    @Test
    void refusedOutcomeTellsNothing() throws SQLException {
        UUID id = claimed();
        assertThat(store.completePlain(session, id, 2, "1", "w")).isFalse();
        assertThat(heard()).isEmpty();
    }
}
