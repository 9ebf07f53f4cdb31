package io.offload.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tasks of this application by name, fixed when it was built. Injectable; empty in an application without tasks. */
public final class TaskCatalog {
    private final Map<String, TaskDefinition> byName = new TreeMap<>();

    public TaskCatalog(Collection<TaskDefinition> tasks) {
        for (TaskDefinition task : tasks) {
            TaskDefinition other = byName.put(task.name(), task);
            if (other != null) {
                throw new IllegalArgumentException(
                        "task name '%s' is used twice: %s and %s".formatted(task.name(), other.declaredBy(), task.declaredBy()));
            }
        }
    }

    /** All tasks, by name. */
    public Collection<TaskDefinition> tasks() {
        return byName.values();
    }

    public Optional<TaskDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The queues that the tasks name, sorted. */
    public SortedSet<String> queues() {
        SortedSet<String> queues = new TreeSet<>();
        byName.values().forEach(task -> queues.add(task.queue()));
        return queues;
    }
}
