package io.offload.system.store;

import io.offload.system.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Offload's own statements, each run as the services run it, on one connection. */
final class Store {
    private static final String REGISTRY = "task-registry/src/main/resources/io/offload/";
    private static final String WORKER = "task-worker/src/main/resources/io/offload/worker/";
    private final Connection connection;
    private final Random random;
    private final Map<String, String> prepared = new HashMap<>();

    /** What a claim or a sweep answers for one run. */
    record Changed(UUID id, int attempt, String state, String name) {}

    Store(Connection connection, long seed) {
        this.connection = connection;
        this.random = new Random(seed);
        execute("INSERT INTO published_task (name, description, queue, tags, max_attempts, options, input_schema, output_schema, source_digest, has_failure_hook)"
                + " VALUES ('work', '', 'default', '{}', 3, '{}', '{}', '{}', '', true) ON CONFLICT DO NOTHING");
    }

    /** A run, PENDING at once or SCHEDULED after a delay. */
    UUID submit(String delay) {
        return (UUID) value("SELECT offload.submit('work', '{\"a\":1}', " + (delay == null ? "NULL" : "'" + delay + "'") + ")");
    }

    long session(String worker) {
        return (Long) value("INSERT INTO worker_session (worker, host, pid, version, queues, tasks, slots)"
                + " VALUES ('" + worker + "', 'h', 1, 'v', '{default}', '{work}', 4) RETURNING id");
    }

    void lose(long session) {
        execute("UPDATE worker_session SET lost_at = clock_timestamp() WHERE id = " + session);
    }

    void end(long session) {
        execute("UPDATE worker_session SET ended_at = clock_timestamp() WHERE id = " + session);
    }

    List<Changed> claim(long session, UUID... ids) {
        UUID[] sorted = sorted(ids);
        String batch = literal(new UUID(random.nextLong(), random.nextLong()));
        String first = literal(sorted[0]);
        String last = literal(sorted[sorted.length - 1]);
        if (random.nextBoolean()) {
            return run(WORKER + "claim/claim_runs.sql", array(sorted), "" + session, batch, first, last);
        }
        String needsInput = "ARRAY[" + Arrays.stream(sorted).map(id -> "true").collect(Collectors.joining(",")) + "]";
        return run(WORKER + "claim/claim_runs_with_input.sql", array(sorted), "" + session, batch, first, last, needsInput);
    }

    /** @return false when the fence refused it */
    boolean complete(long session, UUID id, int attempt, String state, String name, String error, long delayMillis) {
        String result = state.equals("COMPLETED") ? "'1'" : "NULL";
        return !run(WORKER + "complete/complete_runs.sql", "" + session, literal(id), literal(id), array(id), "ARRAY[" + attempt + "]", text(state), text(name),
                "ARRAY[NULL]::text[]", "ARRAY[" + result + "]::text[]", error == null ? "ARRAY[NULL]::text[]" : text(error), "ARRAY[" + delayMillis + "]::bigint[]",
                "ARRAY[3]", "ARRAY[NULL]::bytea[]", "ARRAY[NULL]::bigint[]", "ARRAY[]::uuid[]").isEmpty();
    }

    /** The statement for outcomes that are values of tasks without hooks and cache. */
    boolean completePlain(long session, UUID id, int attempt) {
        return completePlain(session, id, attempt, "1", null);
    }

    /**
     * @param result JSON text with quotes doubled
     * @param notifier the worker that notifies whoever waits, or null
     */
    boolean completePlain(long session, UUID id, int attempt, String result, String notifier) {
        return !run(WORKER + "complete/complete_plain.sql", "" + session, literal(id), literal(id), array(id), "ARRAY[" + attempt + "]", text("Completed"),
                "ARRAY[NULL]::text[]", text(result), "ARRAY[]::uuid[]", "" + (notifier != null), notifier == null ? "NULL" : "'" + notifier + "'").isEmpty();
    }

    List<Changed> awaitWorker(UUID id) {
        return run(WORKER + "claim/await_worker.sql", array(id), literal(id), literal(id));
    }

    List<Changed> rescue(int maxLosses) {
        return run(REGISTRY + "rescue/rescue_lost.sql", "" + maxLosses, "50");
    }

    /** State of each run after the request, by id. */
    Map<UUID, String> cancel(UUID... ids) {
        UUID[] sorted = sorted(ids);
        Map<UUID, String> states = new HashMap<>();
        for (Changed changed : run(REGISTRY + "cancel/cancel_runs.sql", array(sorted), literal(sorted[0]), literal(sorted[sorted.length - 1]))) {
            states.put(changed.id(), changed.state());
        }
        return states;
    }

    List<Changed> endUnanswered(long graceMillis) {
        return run(REGISTRY + "cancel/end_unanswered.sql", "" + graceMillis);
    }

    List<Changed> releaseDue() {
        return run(REGISTRY + "due/release_due.sql", "1000");
    }

    List<Changed> resolveLocks() {
        return run(REGISTRY + "cache/resolve_locks.sql");
    }

    /** HIT, LEAD, WAIT or GONE. */
    String acquire(String key, UUID id, long session, int attempt) {
        return (String) value("SELECT outcome FROM acquire_cache('" + key + "'::bytea, " + literal(id) + ", " + session + ", " + attempt + ", false, true)");
    }

    String state(UUID id) {
        return (String) value("SELECT state FROM task_run WHERE id = " + literal(id));
    }

    /** Those of these runs that are in one of the states. */
    List<UUID> inState(List<UUID> ids, String... states) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return values("SELECT id FROM task_run WHERE id = ANY (" + array(ids.toArray(UUID[]::new)) + ") AND state IN ('" + String.join("','", states) + "')")
                .stream().map(UUID::fromString).toList();
    }

    Object column(UUID id, String column) {
        return value("SELECT " + column + " FROM task_run WHERE id = " + literal(id));
    }

    /** A column with a time, to the microsecond. */
    Instant instant(UUID id, String column) {
        return OffsetDateTime.parse((String) value("SELECT to_json(" + column + ") #>> '{}' FROM task_run WHERE id = " + literal(id))).toInstant();
    }

    /** States in order, one for each revision. */
    List<String> history(UUID id) {
        return values("SELECT state FROM run_history WHERE run_id = " + literal(id) + " ORDER BY revision");
    }

    Object value(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getObject(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    List<String> values(String sql) {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Runs a statement that returns {@code id, attempt, state, state_name} among its columns. */
    List<Changed> run(String file, String... parameters) {
        String name = prepared.computeIfAbsent(file, this::prepare);
        String sql = "EXECUTE " + name + (parameters.length == 0 ? "" : "(" + String.join(", ", parameters) + ")");
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<Changed> changed = new ArrayList<>();
            while (rows.next()) {
                changed.add(new Changed((UUID) rows.getObject("id"), rows.getInt("attempt"), rows.getString("state"), rows.getString("state_name")));
            }
            return changed;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private String prepare(String file) {
        String name = Path.of(file).getFileName().toString().replace(".sql", "");
        try {
            execute("PREPARE " + name + " AS " + Files.readString(Project.home().resolve(file)));
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID[] sorted(UUID... ids) {
        return Arrays.stream(ids).sorted((a, b) -> a.toString().compareTo(b.toString())).toArray(UUID[]::new);
    }

    private static String array(UUID... ids) {
        return "ARRAY[" + Arrays.stream(ids).map(Store::literal).collect(Collectors.joining(",")) + "]::uuid[]";
    }

    private static String text(String value) {
        return "ARRAY['" + value + "']::text[]";
    }

    private static String literal(UUID id) {
        return "'" + id + "'::uuid";
    }
}
