package io.offload.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges a system from outside: it keeps its own list of what was accepted, reads what the task bodies wrote down, and compares both with
 * what Postgres says. Every check is also a query in {@code docs/guarantees.md} that an operator can run.
 */
public final class Oracle {
    /** Files in {@code checks/}; each query returns no row while its rule holds. */
    public static final List<String> CHECKS = List.of("open-run-nobody-knows", "illegal-transition", "history-with-gaps", "attempt-with-two-owners",
            "counters-that-disagree", "wait-without-reason", "unlisted-failure", "statistics-that-disagree", "claim-of-the-dead",
            "hook-nobody-calls", "lock-of-the-ended", "run-without-input");

    private final OffloadSystem system;
    private final Map<String, Set<String>> accepted = new ConcurrentHashMap<>();

    public Oracle(OffloadSystem system) {
        this.system = system;
    }

    /**
     * A client saw 202 (or 200 for a repeated key) for this run.
     *
     * @param mayEndAs states that it may end in; any, when none is named
     */
    public void accepted(String run, String... mayEndAs) {
        accepted.put(run, Set.of(mayEndAs));
    }

    public Set<String> accepted() {
        return Set.copyOf(accepted.keySet());
    }

    /** The database that is judged. */
    public Database database() {
        return system.database();
    }

    /** How many runs were accepted. */
    public int count() {
        return accepted.size();
    }

    /** Waits until every accepted run has ended. */
    public void awaitAllEnded(Duration limit) {
        await("end of all " + accepted.size() + " accepted runs").atMost(limit).pollInterval(Duration.ofMillis(250)).ignoreExceptions()
                .until(() -> open().isEmpty());
    }

    /** Accepted runs that have not ended, or do not exist. */
    public Set<String> open() {
        Set<String> open = accepted();
        Set<String> result = new HashSet<>(open);
        system.database().rows("SELECT id FROM task_run WHERE id = ANY (?) AND state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')",
                (Object) open.stream().map(UUID::fromString).toArray(UUID[]::new)).forEach(row -> result.remove(row.get("id").toString()));
        return result;
    }

    /** Accepted runs by the state they are in; {@code LOST} for those that do not exist. */
    public Map<String, Integer> states() {
        Set<String> known = accepted(); // before Postgres is asked: a client may be told of one more meanwhile
        Map<String, String> byRun = statesByRun();
        Map<String, Integer> states = new HashMap<>();
        known.forEach(run -> states.merge(byRun.getOrDefault(run, "LOST"), 1, Integer::sum));
        return states;
    }

    private Map<String, String> statesByRun() {
        Map<String, String> byRun = new HashMap<>();
        system.database().rows("SELECT id, state FROM task_run").forEach(row -> byRun.put(row.get("id").toString(), (String) row.get("state")));
        return byRun;
    }

    /** Runs of which more than one attempt was begun by a worker: allowed, each is explained by an attempt of its own. */
    public int executedAgain() {
        return new Executions(system).again();
    }

    /** @throws AssertionError naming every rule that is broken, with examples */
    public void check() {
        assertThat(report().broken()).as("rules that are broken").isEmpty();
    }

    /** Holds everything against everything; call it when nothing runs any more. */
    public Report report() {
        Set<String> known = accepted();
        Map<String, Integer> states = states();
        List<String> broken = new ArrayList<>();
        if (states.containsKey("LOST")) {
            Set<String> lost = new TreeSet<>(known);
            lost.removeAll(statesByRun().keySet());
            broken.add(states.get("LOST") + " accepted runs do not exist: " + lost);
        }
        broken.addAll(unexpectedEnds());
        int illegal = 0;
        for (String check : CHECKS) {
            List<Map<String, Object>> rows = system.database().rows(query(check));
            illegal += check.equals("illegal-transition") ? rows.size() : 0;
            if (!rows.isEmpty()) {
                broken.add(check + ": " + rows.size() + " rows, for example " + rows.subList(0, Math.min(3, rows.size())));
            }
        }
        Executions executions = new Executions(system);
        broken.addAll(executions.broken());
        return new Report(accepted.size(), states, executions.count(), executions.again(), executions.why(), executions.unexplained(), illegal, broken);
    }

    private List<String> unexpectedEnds() {
        Map<String, String> byRun = statesByRun();
        List<String> broken = new ArrayList<>();
        accepted.forEach((run, mayEndAs) -> {
            String state = byRun.get(run);
            if (!mayEndAs.isEmpty() && state != null && !mayEndAs.contains(state)) {
                broken.add("run " + run + " is " + state + ", it should be one of " + mayEndAs);
            }
        });
        return broken;
    }

    /** The text of a check. */
    public static String query(String check) {
        try (var in = Oracle.class.getResourceAsStream("checks/" + check + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
