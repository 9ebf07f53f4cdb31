package io.offload.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.offload.json.TaskJson;
import io.offload.schema.RunNameTemplate;
import io.offload.task.DurationText;
import io.offload.task.Names;
import io.offload.task.Task;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks the options of a {@link Task} while the application is built, and writes them for {@link TaskDescriptor}. */
final class CheckedOptions {
    private final Task task;
    private final String declaredBy;

    CheckedOptions(Task task, String declaredBy) {
        this.task = task;
        this.declaredBy = declaredBy;
    }

    /**
     * @param properties of the input
     * @throws BadTaskException naming the option and the method
     */
    ObjectNode check(String methodName, Set<String> properties) {
        ObjectNode options = TaskJson.mapper().createObjectNode();
        options.put("name", name(methodName)).put("description", task.description().strip()).put("queue", queue());
        tags().forEach(options.putArray("tags")::add);
        List<Duration> delays = option("retryDelay", () -> RetryPolicy.parseDelays(task.retryDelay()));
        option(task.retryJitter() >= 0 && task.retryJitter() <= 1 ? "retries" : "retryJitter", () -> new RetryPolicy(task.retries(), delays, task.retryJitter(), List.of(), List.of()));
        options.put("retries", task.retries()).put("retryDelay", task.retryDelay()).put("retryJitter", task.retryJitter());
        options.put("timeout", timeout());
        cache(options);
        options.put("runName", runName(properties)).put("captureLogs", task.captureLogs()).put("capturePrints", task.capturePrints());
        options.put("retention", optionalDuration("retention", task.retention(), Duration.ofMinutes(1)));
        return options;
    }

    private String name(String methodName) {
        String name = task.name().isEmpty() ? ((PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.KEBAB_CASE).translate(methodName) : task.name();
        if (!Names.isTask(name)) {
            throw bad("name", "'%s' must match [a-z][a-z0-9]*(-[a-z0-9]+)* and have at most %d characters".formatted(name, Names.LONGEST_TASK));
        }
        return name;
    }

    private String queue() {
        if (!Names.isQueue(task.queue())) {
            throw bad("queue", "'%s' must match [a-z][a-z0-9]*(-[a-z0-9]+)* and have at most %d characters".formatted(task.queue(), Names.LONGEST_QUEUE));
        }
        return task.queue();
    }

    private List<String> tags() {
        List<String> tags = List.of(task.tags());
        if (tags.size() > Names.MOST_TAGS || new HashSet<>(tags).size() < tags.size()) {
            throw bad("tags", "at most %d, each once".formatted(Names.MOST_TAGS));
        }
        tags.stream().filter(tag -> !Names.isTag(tag)).findFirst().ifPresent(tag -> {
            throw bad("tags", "'%s' must be 1-%d characters of [A-Za-z0-9._:/-]".formatted(tag, Names.LONGEST_TAG));
        });
        return tags;
    }

    private String timeout() {
        Duration timeout = option("timeout", () -> DurationText.parse(task.timeout()));
        if (timeout.isZero()) {
            return null;
        }
        return optionalDuration("timeout", task.timeout(), Duration.ofMillis(1));
    }

    private void cache(ObjectNode options) {
        if (task.cache().length == 0 && (!task.cacheExpiration().isEmpty() || task.cacheRefresh() || !task.cacheIsolation())) {
            throw bad("cache", "cacheExpiration, cacheRefresh and cacheIsolation need a cache key: add cache = {INPUTS} or {INPUTS, TASK_SOURCE}");
        }
        Stream.of(task.cache()).distinct().map(Enum::name).forEach(options.putArray("cache")::add);
        options.put("cacheExpiration", optionalDuration("cacheExpiration", task.cacheExpiration(), Duration.ofMillis(1)));
        options.put("cacheRefresh", task.cacheRefresh()).put("cacheIsolation", task.cacheIsolation());
    }

    private String runName(Set<String> properties) {
        if (task.runName().isEmpty()) {
            return null;
        }
        RunNameTemplate template = option("runName", () -> RunNameTemplate.parse(task.runName()));
        template.properties().stream().filter(property -> !properties.contains(property)).findFirst().ifPresent(property -> {
            throw bad("runName", "{%s} is no property of the input; it has %s".formatted(property, properties));
        });
        return task.runName();
    }

    private String optionalDuration(String name, String text, Duration least) {
        if (text.isEmpty()) {
            return null;
        }
        Duration duration = option(name, () -> DurationText.parse(text));
        if (duration.compareTo(least) < 0) {
            throw bad(name, "'%s' is less than %s".formatted(text, least));
        }
        return duration.toString();
    }

    private <T> T option(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw bad(name, e.getMessage());
        }
    }

    private BadTaskException bad(String option, String why) {
        return new BadTaskException("@Task %s: option '%s': %s".formatted(declaredBy, option, why));
    }
}
