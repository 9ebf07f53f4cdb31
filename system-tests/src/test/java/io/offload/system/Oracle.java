package io.offload.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Journal.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges a system from outside: it keeps its own list of what was accepted, reads what the task bodies wrote down, and compares both with
 * what Postgres says. Every check is also a query in {@code docs/guarantees.md} that an operator can run.
 */
public final class Oracle {
    /** Files in {@code checks/}; each query returns no row while its rule holds. */
    public static final List<String> CHECKS = List.of("open-run-nobody-knows", "illegal-transition", "history-with-gaps", "attempt-with-two-owners",
            "counters-that-disagree", "wait-without-reason", "unlisted-failure", "statistics-that-disagree", "claim-of-the-dead");

    private final OffloadSystem system;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    public Oracle(OffloadSystem system) {
        this.system = system;
    }

    /** A client saw 202 (or 200 for a repeated key) for this run. */
    public void accepted(String run) {
        accepted.add(run);
    }

    public Set<String> accepted() {
        return Set.copyOf(accepted);
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
        Map<String, String> byRun = new HashMap<>();
        system.database().rows("SELECT id, state FROM task_run").forEach(row -> byRun.put(row.get("id").toString(), (String) row.get("state")));
        Map<String, Integer> states = new HashMap<>();
        accepted.forEach(run -> states.merge(byRun.getOrDefault(run, "LOST"), 1, Integer::sum));
        return states;
    }

    /** Runs of which more than one attempt was begun by a worker: allowed, each is explained by an attempt of its own. */
    public int executedAgain() {
        Map<String, Integer> starts = new HashMap<>();
        system.journal().entries().stream().filter(entry -> entry.event().equals("started")).forEach(entry -> starts.merge(entry.run(), 1, Integer::sum));
        return (int) starts.values().stream().filter(n -> n > 1).count();
    }

    /** @throws AssertionError naming every rule that is broken, with examples */
    public void check() {
        List<String> broken = new ArrayList<>();
        Map<String, Integer> states = states();
        if (states.containsKey("LOST")) {
            broken.add(states.get("LOST") + " accepted runs do not exist");
        }
        broken.addAll(queries());
        broken.addAll(executions());
        assertThat(broken).as("rules that are broken").isEmpty();
    }

    private List<String> queries() {
        List<String> broken = new ArrayList<>();
        for (String check : CHECKS) {
            List<Map<String, Object>> rows = system.database().rows(query(check));
            if (!rows.isEmpty()) {
                broken.add(check + ": " + rows.size() + " rows, for example " + rows.subList(0, Math.min(3, rows.size())));
            }
        }
        return broken;
    }

    /** Every execution is an attempt that the history knows, begun once, by the process that owned it. */
    private List<String> executions() {
        Map<String, Long> owners = new HashMap<>();
        system.database().rows("SELECT h.run_id, h.attempt, s.pid FROM run_history h JOIN worker_session s ON s.id = h.session_id WHERE h.state = 'RUNNING'")
                .forEach(row -> owners.put(row.get("run_id") + "/" + row.get("attempt"), (Long) row.get("pid")));
        List<String> broken = new ArrayList<>();
        Map<String, Entry> begun = new LinkedHashMap<>();
        for (Entry entry : system.journal().entries()) {
            if (!entry.event().equals("started")) {
                continue;
            }
            String attempt = entry.run() + "/" + entry.attempt();
            if (begun.put(attempt, entry) != null) {
                broken.add("attempt " + attempt + " was executed twice");
            }
            if (!Long.valueOf(entry.pid()).equals(owners.get(attempt))) {
                broken.add("attempt " + attempt + " was executed by process " + entry.pid() + ", its owner was " + owners.get(attempt));
            }
        }
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
