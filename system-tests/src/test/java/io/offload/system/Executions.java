package io.offload.system;

import io.offload.system.Journal.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the bodies of tasks wrote down, held against the history of their runs. */
final class Executions {
    private final Map<String, Entry> begun = new LinkedHashMap<>();
    private final Map<String, Integer> ofRun = new HashMap<>();
    private final Map<String, Integer> why = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int unexplained;

    Executions(OffloadSystem system) {
        Map<String, Long> owners = new HashMap<>();
        system.database().rows("SELECT h.run_id, h.attempt, s.pid FROM run_history h JOIN worker_session s ON s.id = h.session_id WHERE h.state = 'RUNNING'")
                .forEach(row -> owners.put(row.get("run_id") + "/" + row.get("attempt"), (Long) row.get("pid")));
        Set<String> tasks = new HashSet<>();
        for (Entry entry : system.journal().entries()) {
            if (!entry.event().equals("started")) {
                continue;
            }
            tasks.add(entry.task());
            ofRun.merge(entry.run(), 1, Integer::sum);
            String attempt = entry.run() + "/" + entry.attempt();
            if (begun.put(attempt, entry) != null) {
                broken.add("attempt " + attempt + " was executed twice");
            }
            if (!Long.valueOf(entry.pid()).equals(owners.get(attempt))) {
                broken.add("attempt " + attempt + " was executed by process " + entry.pid() + ", its owner was " + owners.get(attempt));
            }
        }
        explain(system.database());
        completedWithout(system.database(), tasks);
    }

    int count() {
        return begun.size();
    }

    /** Runs that were begun more than once. */
    int again() {
        return (int) ofRun.values().stream().filter(n -> n > 1).count();
    }

    /** Why attempts that were not the last of their run were given up, counted. */
    Map<String, Integer> why() {
        return why;
    }

    /** Attempts that another followed though history does not say why; must be none. */
    int unexplained() {
        return unexplained;
    }

    List<String> broken() {
        return broken;
    }

    /** Each execution that another followed was ended by a step of the history. */
    private void explain(Database database) {
        Map<String, Integer> last = new HashMap<>();
        begun.values().forEach(entry -> last.merge(entry.run(), entry.attempt(), Math::max));
        Map<String, String> ends = new HashMap<>();
        database.rows("SELECT run_id, attempt, state, state_name, reason FROM run_history WHERE state NOT IN ('RUNNING', 'CANCELLING') AND attempt > 0"
                + " ORDER BY run_id, revision DESC").forEach(row -> ends.put(row.get("run_id") + "/" + row.get("attempt"), ending(row)));
        begun.forEach((attempt, entry) -> {
            if (entry.attempt() < last.get(entry.run())) {
                String end = ends.get(attempt);
                if (end == null) {
                    unexplained++;
                    broken.add("attempt " + attempt + " was followed by another and history does not say why");
                } else {
                    why.merge(end, 1, Integer::sum);
                }
            }
        });
    }

    private static String ending(Map<String, Object> row) {
        String reason = String.valueOf(row.get("reason"));
        if (row.get("state_name").equals("AwaitingRetry")) {
            return "it failed";
        }
        if (reason.contains("was lost")) {
            return "its worker was lost";
        }
        return row.get("state") + ": " + reason.replaceAll("worker \\S+", "its worker").replaceAll("\\(.*", "").strip();
    }

    /** A value that nobody computed would be the worst of all lies. */
    private void completedWithout(Database database, Set<String> tasks) {
        database.rows("SELECT id, attempt FROM task_run WHERE state = 'COMPLETED' AND state_name = 'Completed' AND task = ANY (?)",
                (Object) tasks.toArray(String[]::new)).forEach(row -> {
                    if (!begun.containsKey(row.get("id") + "/" + row.get("attempt"))) {
                        broken.add("run " + row.get("id") + " is COMPLETED by attempt " + row.get("attempt") + ", which nobody executed");
                    }
                });
    }
}
