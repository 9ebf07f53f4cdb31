package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state meets every event, in the statements that the services run; what is not allowed changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsPgTest {
    private static final String ERROR = "{\"type\":\"E\",\"message\":\"m\",\"stack_trace\":null}";
    private static final List<String> STATES =
            List.of("SCHEDULED", "PENDING", "RUNNING", "CANCELLING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED");

    private final Database database = MigratedPostgres.fresh();
    private final Connection connection;
    private final Store store;

    EventsPgTest() throws SQLException {
        connection = database.connect();
        store = new Store(connection, 1);
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
    }

    /** What may happen to a run; done to it whatever its state. {@code owner} is the session of its last claim, or another. */
    private enum Event {
        DUE((test, run) -> {
            test.store.execute("UPDATE due_run SET due_at = now() - interval '1 s'");
            test.store.releaseDue();
        }, Map.of("SCHEDULED", "PENDING")),
        CLAIM((test, run) -> test.store.claim(test.store.session("other"), run.id), Map.of("PENDING", "RUNNING")),
        NO_WORKER((test, run) -> {
            test.store.execute("UPDATE worker_session SET draining_at = now()");
            test.store.awaitWorker(run.id);
        }, Map.of("PENDING", "SCHEDULED")),
        ONLY_ANOTHER_WORKER((test, run) -> {
            test.store.session("serves");
            test.store.awaitWorker(run.id);
        }, Map.of()),
        RETURN((test, run) -> test.store.complete(run.session, run.id, run.attempt, "COMPLETED", "Completed", null, 0),
                Map.of("RUNNING", "COMPLETED", "CANCELLING", "COMPLETED")),
        RETURN_IN_A_PLAIN_FLUSH((test, run) -> test.store.completePlain(run.session, run.id, run.attempt),
                Map.of("RUNNING", "COMPLETED", "CANCELLING", "COMPLETED")),
        THROW((test, run) -> test.store.complete(run.session, run.id, run.attempt, "FAILED", "Failed", ERROR, 0),
                Map.of("RUNNING", "FAILED", "CANCELLING", "CANCELLED")),
        THROW_AND_RETRY((test, run) -> test.store.complete(run.session, run.id, run.attempt, "SCHEDULED", "AwaitingRetry", ERROR, 60_000),
                Map.of("RUNNING", "SCHEDULED", "CANCELLING", "CANCELLED")),
        HAND_BACK((test, run) -> test.store.complete(run.session, run.id, run.attempt, "PENDING", "Pending", null, 0),
                Map.of("RUNNING", "PENDING", "CANCELLING", "CANCELLED")),
        CANCEL((test, run) -> test.store.cancel(run.id), Map.of("SCHEDULED", "CANCELLED", "PENDING", "CANCELLED", "RUNNING", "CANCELLING")),
        GRACE_ELAPSES((test, run) -> test.store.endUnanswered(-1000), Map.of("CANCELLING", "CANCELLED")),
        WORKER_LOST((test, run) -> {
            test.store.lose(run.session);
            test.store.rescue(3);
        }, Map.of("RUNNING", "PENDING", "CANCELLING", "CANCELLED")),
        LAST_WORKER_LOST((test, run) -> {
            test.store.lose(run.session);
            test.store.rescue(1);
        }, Map.of("RUNNING", "CRASHED", "CANCELLING", "CANCELLED")),
        SESSION_ENDED((test, run) -> {
            test.store.end(run.session);
            test.store.rescue(1);
        }, Map.of("RUNNING", "PENDING", "CANCELLING", "CANCELLED")),
        LATE_RETURN_OF_A_LOST_SESSION((test, run) -> {
            test.store.execute("UPDATE worker_session SET lost_at = now() WHERE id = " + run.session);
            test.store.complete(run.session, run.id, run.attempt, "COMPLETED", "Completed", null, 0);
        }, Map.of()),
        LATE_PLAIN_RETURN_OF_A_LOST_SESSION((test, run) -> {
            test.store.execute("UPDATE worker_session SET lost_at = now() WHERE id = " + run.session);
            test.store.completePlain(run.session, run.id, run.attempt);
        }, Map.of()),
        RETURN_OF_AN_EARLIER_ATTEMPT((test, run) -> test.store.complete(run.session, run.id, run.attempt - 1, "COMPLETED", "Completed", null, 0), Map.of()),
        RETURN_OF_ANOTHER_SESSION(
                (test, run) -> test.store.complete(test.store.session("stranger"), run.id, run.attempt, "COMPLETED", "Completed", null, 0), Map.of()),
        CLAIM_BY_A_LOST_SESSION((test, run) -> {
            long dead = test.store.session("dead");
            test.store.lose(dead);
            test.store.claim(dead, run.id);
        }, Map.of());

        private final BiConsumer<EventsPgTest, Run> action;
        private final Map<String, String> leadsTo;

        Event(BiConsumer<EventsPgTest, Run> action, Map<String, String> leadsTo) {
            this.action = action;
            this.leadsTo = leadsTo;
        }
    }

    /** A run brought to a state, with the session and attempt that it has or had. */
    private record Run(UUID id, long session, int attempt) {}

    static Stream<Arguments> everyStateAndEvent() {
        return STATES.stream().flatMap(state -> Stream.of(Event.values()).map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("everyStateAndEvent")
    void eventLeadsWhereTheStateMachineSays(String state, Event event) {
        Run run = bring(state);
        int revision = (Integer) store.column(run.id, "revision");
        event.action.accept(this, run);
        String expected = event.leadsTo.getOrDefault(state, state);
        assertThat(store.state(run.id)).isEqualTo(expected);
        boolean moved = !expected.equals(state);
        assertThat(store.column(run.id, "revision")).isEqualTo(moved ? revision + 1 : revision);
        assertThat(store.history(run.id)).hasSize((Integer) store.column(run.id, "revision")).last().isEqualTo(expected);
    }

    @Test
    void handBackCountsNeitherAsFailureNorAsLoss() {
        Run run = bring("RUNNING");
        Event.HAND_BACK.action.accept(this, run);
        assertThat(store.column(run.id, "failures")).isEqualTo(0);
        assertThat(store.column(run.id, "losses")).isEqualTo(0);
    }

    @Test
    void crashedRunNamesTheWorkersThatDied() {
        UUID id = store.submit(null);
        for (int i = 1; i <= 3; i++) {
            long session = store.session("victim-" + i);
            store.claim(session, id);
            store.lose(session);
            store.rescue(3);
        }
        assertThat(store.state(id)).isEqualTo("CRASHED");
        assertThat(store.column(id, "error").toString()).contains("victim-1", "victim-2", "victim-3", "WorkerLost");
        assertThat(store.value("SELECT count(*) FROM hook_due WHERE kind = 'onFailure' AND run_id = '" + id + "'")).isEqualTo(1L);
    }

    @Test
    void claimThatCommitsAfterItsSessionWasRescuedIsRescuedToo() {
        UUID id = store.submit(null);
        long session = store.session("slow");
        store.claim(session, id);
        store.lose(session);
        assertThat(store.rescue(3)).hasSize(1);
        assertThat(store.claim(store.session("next"), id)).hasSize(1);
        assertThat(store.rescue(3)).isEmpty();
    }

    @Test
    void followerWaitsForItsLeaderAndIsWokenByItsEnd() {
        long session = store.session("cache");
        UUID leader = store.submit(null);
        UUID follower = store.submit(null);
        store.claim(session, leader, follower);
        assertThat(store.acquire("key-1", leader, session, 1)).isEqualTo("LEAD");
        assertThat(store.acquire("key-1", leader, session, 1)).as("the lock is the run's").isEqualTo("LEAD");
        assertThat(store.acquire("key-1", follower, session, 1)).isEqualTo("WAIT");
        assertThat(store.column(follower, "state_name")).isEqualTo("AwaitingCache");
        assertThat(store.resolveLocks()).isEmpty();
        store.complete(session, leader, 1, "FAILED", "Failed", ERROR, 0);
        assertThat(store.resolveLocks()).extracting(Store.Changed::id).containsExactly(follower);
        store.claim(session, follower);
        assertThat(store.acquire("key-1", follower, session, 2)).isEqualTo("LEAD");
    }

    @Test
    void followerWhoseLockIsGoneIsWoken() {
        long session = store.session("cache");
        UUID follower = store.submit(null);
        UUID leader = store.submit(null);
        store.claim(session, leader, follower);
        store.acquire("key-2", leader, session, 1);
        store.acquire("key-2", follower, session, 1);
        store.execute("DELETE FROM cache_lock");
        assertThat(store.resolveLocks()).extracting(Store.Changed::id).containsExactly(follower);
    }

    @Test
    void cancelledFollowerIsNotHandedTheLock() {
        long session = store.session("cache");
        UUID leader = store.submit(null);
        UUID first = store.submit(null);
        UUID second = store.submit(null);
        store.claim(session, leader, first, second);
        store.acquire("key-3", leader, session, 1);
        store.acquire("key-3", first, session, 1);
        store.acquire("key-3", second, session, 1);
        store.cancel(first);
        store.complete(session, leader, 1, "FAILED", "Failed", ERROR, 0);
        assertThat(store.resolveLocks()).extracting(Store.Changed::id).containsExactly(second);
    }

    private Run bring(String state) {
        UUID id = store.submit(state.equals("SCHEDULED") ? "1 h" : null);
        if (state.equals("SCHEDULED") || state.equals("PENDING")) {
            return new Run(id, store.session("nobody"), 1);
        }
        long session = store.session("owner");
        store.claim(session, id);
        switch (state) {
            case "CANCELLING" -> store.cancel(id);
            case "COMPLETED" -> store.complete(session, id, 1, "COMPLETED", "Completed", null, 0);
            case "FAILED" -> store.complete(session, id, 1, "FAILED", "Failed", ERROR, 0);
            case "CANCELLED" -> {
                store.cancel(id);
                store.complete(session, id, 1, "CANCELLED", "Cancelled", null, 0);
            }
            case "CRASHED" -> {
                store.lose(session);
                store.rescue(1);
            }
            default -> assertThat(state).isEqualTo("RUNNING");
        }
        assertThat(store.state(id)).isEqualTo(state);
        return new Run(id, session, 1);
    }
}
