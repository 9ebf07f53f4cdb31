package io.offload.system.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Database;
import io.offload.system.Oracle;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Many short lives of the store, each from a seed: commands arrive twice, late, in any order or never, sessions die and come back too late,
 * and whatever happens every run ends and every rule holds. The same seed gives the same life.
 */
class StoreSimTest {
    private static final int SEEDS = Integer.getInteger("sim.seeds", 1000);
    private static final int STEPS = 30;
    private static final String ERROR = "{\"type\":\"E\",\"message\":\"m\",\"stack_trace\":null}";

    /** A claim that some worker believes to own, perhaps wrongly. */
    private record Belief(long session, UUID id, int attempt) {}

    @Test
    void everyRunEndsAndEveryRuleHoldsWhateverIsLostRepeatedOrLate() throws Exception {
        Database database = MigratedPostgres.fresh();
        try (Connection connection = database.connect()) {
            Store store = new Store(connection, 7);
            connection.setAutoCommit(false); // a commit a life: it is the order of events that is tried here, not the disk
            for (long seed = 1; seed <= SEEDS; seed++) {
                live(store, seed);
                connection.commit();
            }
        }
        for (String check : Oracle.CHECKS) {
            List<Map<String, Object>> broken = database.rows(Oracle.query(check));
            assertThat(broken.subList(0, Math.min(5, broken.size()))).as(check + ", " + broken.size() + " rows").isEmpty();
        }
    }

    private static void live(Store store, long seed) {
        Random random = new Random(seed);
        List<UUID> runs = new ArrayList<>();
        List<UUID> commands = new ArrayList<>();
        List<Belief> beliefs = new ArrayList<>();
        List<Long> sessions = new ArrayList<>(List.of(store.session("a" + seed), store.session("b" + seed)));
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(14)) {
                case 0, 1 -> {
                    UUID id = store.submit(random.nextInt(4) == 0 ? "1 ms" : null);
                    runs.add(id);
                    for (int copies = random.nextInt(3); copies > 0; copies--) {
                        commands.add(id);
                    }
                }
                case 2, 3, 4 -> {
                    if (!commands.isEmpty()) {
                        UUID id = commands.remove(random.nextInt(commands.size()));
                        claim(store, pick(sessions, random), id, beliefs, random);
                    }
                }
                case 5, 6, 7 -> {
                    if (!beliefs.isEmpty()) {
                        Belief belief = pick(beliefs, random);
                        if (random.nextInt(4) > 0) {
                            beliefs.remove(belief); // else its answer is lost and it is written again
                        }
                        finish(store, belief, random);
                    }
                }
                case 8 -> {
                    if (!runs.isEmpty()) {
                        store.cancel(pick(runs, random));
                    }
                }
                case 9 -> {
                    int which = random.nextInt(sessions.size());
                    store.lose(sessions.set(which, store.session("c" + seed + "-" + step)));
                }
                case 10 -> store.rescue(3).stream().filter(changed -> changed.state().equals("PENDING")).forEach(changed -> commands.add(changed.id()));
                case 11 -> release(store, commands);
                case 12 -> {
                    if (!runs.isEmpty()) {
                        store.awaitWorker(pick(runs, random));
                    }
                }
                default -> store.endUnanswered(random.nextInt(3) * 1000L);
            }
        }
        settle(store, seed, runs, sessions);
    }

    /** The dust settles: everybody who is not alive is found out, a healthy worker does what is left. */
    private static void settle(Store store, long seed, List<UUID> runs, List<Long> sessions) {
        sessions.forEach(store::lose);
        long healthy = store.session("healthy" + seed);
        for (int round = 0; round < 20; round++) {
            while (!store.rescue(3).isEmpty()) {
                // until no dead session holds a run
            }
            store.endUnanswered(-1000);
            release(store, new ArrayList<>());
            List<UUID> open = store.inState(runs, "SCHEDULED", "PENDING");
            if (open.isEmpty()) {
                break;
            }
            for (Store.Changed claimed : store.claim(healthy, open.toArray(UUID[]::new))) {
                assertThat(store.complete(healthy, claimed.id(), claimed.attempt(), "COMPLETED", "Completed", null, 0)).isTrue();
            }
        }
        store.execute("DELETE FROM hook_due"); // the healthy worker calls them
        store.end(healthy);
        assertThat(store.inState(runs, "COMPLETED", "FAILED", "CANCELLED", "CRASHED")).as("seed " + seed).hasSameSizeAs(runs);
    }

    private static void claim(Store store, long session, UUID id, List<Belief> beliefs, Random random) {
        for (Store.Changed claimed : store.claim(session, id)) {
            if (random.nextInt(8) > 0) { // else the claim's answer is lost: its worker never learns of it
                beliefs.add(new Belief(session, id, claimed.attempt()));
            }
        }
    }

    private static void finish(Store store, Belief belief, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> store.complete(belief.session(), belief.id(), belief.attempt(), "FAILED", "Failed", ERROR, 0);
            case 1 -> store.complete(belief.session(), belief.id(), belief.attempt(), "SCHEDULED", "AwaitingRetry", ERROR, 1);
            case 2 -> store.complete(belief.session(), belief.id(), belief.attempt(), "PENDING", "Pending", null, 0);
            default -> store.complete(belief.session(), belief.id(), belief.attempt(), "COMPLETED", "Completed", null, 0);
        }
    }

    private static void release(Store store, List<UUID> commands) {
        store.execute("UPDATE due_run SET due_at = now() - interval '1 s'");
        store.releaseDue().forEach(changed -> commands.add(changed.id()));
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
