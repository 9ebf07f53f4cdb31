package io.offload.system;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A run's transitions as Postgres has them. */
public record History(List<Step> steps) {

    /** One row of {@code run_history}; a hook's row repeats the state that it follows. */
    public record Step(int revision, Instant at, int attempt, Long session, String state, String name, String reason) {}

    /** In order of revision. */
    public static History of(Database database, String run) {
        List<Step> steps = new ArrayList<>();
        for (Map<String, Object> row : database.rows("SELECT revision, extract(epoch FROM at)::numeric AS at, attempt, session_id, state, state_name, reason"
                + " FROM run_history WHERE run_id = ? ORDER BY revision, at", UUID.fromString(run))) {
            java.math.BigDecimal at = (java.math.BigDecimal) row.get("at");
            steps.add(new Step((Integer) row.get("revision"), Instant.ofEpochSecond(0, at.movePointRight(9).longValue()), (Integer) row.get("attempt"),
                    (Long) row.get("session_id"), (String) row.get("state"), (String) row.get("state_name"), (String) row.get("reason")));
        }
        return new History(steps);
    }

    /** The states' names in order, without what hooks added. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        int last = 0;
        for (Step step : steps) {
            if (step.revision() != last) {
                names.add(step.name());
            }
            last = step.revision();
        }
        return names;
    }

    /** The first step with this name. */
    public Step first(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("the history never came to " + name + ": " + names()));
    }

    /** Waits between a step of this name and the step after it, in order. */
    public List<Duration> waits(String name) {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i + 1 < steps.size(); i++) {
            if (steps.get(i).name().equals(name)) {
                waits.add(Duration.between(steps.get(i).at(), steps.get(i + 1).at()));
            }
        }
        return waits;
    }

    public List<String> reasons() {
        return steps.stream().map(Step::reason).filter(reason -> reason != null).toList();
    }
}
