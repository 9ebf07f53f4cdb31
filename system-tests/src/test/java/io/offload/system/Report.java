package io.offload.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the {@link Oracle} found.
 *
 * @param accepted runs that a client saw accepted
 * @param states accepted runs by state; {@code LOST} counts those that do not exist
 * @param executions times that a task's body began
 * @param executedAgain runs whose body began more than once
 * @param why what history says of the attempts that were not the last of their run, counted
 * @param unexplained attempts that another followed though history does not say why
 * @param illegalTransitions steps of any run that the state machine does not allow
 * @param broken every rule that does not hold, with examples
 */
public record Report(int accepted, Map<String, Integer> states, int executions, int executedAgain, Map<String, Integer> why, int unexplained,
        int illegalTransitions, List<String> broken) {

    public int lost() {
        return states.getOrDefault("LOST", 0);
    }

    /** For people, one line an item. */
    public String text() {
        return """
                accepted %d: %s; lost %d
                executed %d times; %d runs more than once, because %s; unexplained %d
                illegal transitions %d; broken rules %s"""
                .formatted(accepted, counts(states, "none"), lost(), executions, executedAgain, counts(why, "nothing"), unexplained, illegalTransitions,
                        broken.isEmpty() ? "none" : broken);
    }

    private static String counts(Map<String, Integer> counts, String none) {
        String text = new TreeMap<>(counts).entrySet().stream().map(count -> count.getKey() + " " + count.getValue()).collect(Collectors.joining(", "));
        return text.isEmpty() ? none : text;
    }
}
