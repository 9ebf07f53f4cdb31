package io.offload.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.TaskJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a worker tells the API about one of its tasks: all that is needed to validate, store and describe a run, nothing that is needed to
 * execute it.
 *
 * @param optionsJson retries, delays, timeout, cache, capture, hooks and retention as a JSON object in snake_case; durations ISO-8601
 * @param runName template over the input's properties; null for none
 * @param maxAttempts retries + 1
 * @param inputSchema JSON Schema 2020-12 as text
 * @param outputSchema JSON Schema 2020-12 as text
 * @param sourceDigest hex SHA-256 of the task class's bytecode
 * @param retention how long its terminal runs are kept; empty for the service's default
 */
public record PublishedTask(
        String name,
        String description,
        String queue,
        List<String> tags,
        String optionsJson,
        String runName,
        int maxAttempts,
        String inputSchema,
        String outputSchema,
        String sourceDigest,
        Optional<Duration> retention) {

    public PublishedTask {
        tags = List.copyOf(tags);
    }

    public static PublishedTask of(TaskDefinition task) {
        return new PublishedTask(
                task.name(),
                task.description(),
                task.queue(),
                task.tags(),
                options(task).toString(),
                task.runName(),
                task.retry().maxAttempts(),
                task.inputSchema(),
                task.outputSchema(),
                task.sourceDigest(),
                task.retention());
    }

    private static ObjectNode options(TaskDefinition task) {
        RetryPolicy retry = task.retry();
        ObjectNode options = TaskJson.mapper().createObjectNode().put("retries", retry.retries());
        retry.delays().forEach(delay -> options.withArray("retry_delay").add(delay.toString()));
        options.put("retry_jitter", retry.jitter());
        options.putArray("retry_on");
        retry.retryOn().forEach(type -> options.withArray("retry_on").add(type.getName()));
        options.putArray("no_retry_on");
        retry.noRetryOn().forEach(type -> options.withArray("no_retry_on").add(type.getName()));
        options.put("timeout", text(task.timeout()));
        if (task.cache().enabled()) {
            ObjectNode cache = options.putObject("cache");
            task.cache().parts().stream().sorted().forEach(part -> cache.withArray("key").add(part.name()));
            cache.put("expiration", text(task.cache().expiration()));
            cache.put("refresh", task.cache().refresh()).put("isolation", task.cache().isolation());
        } else {
            options.putNull("cache");
        }
        return options.put("run_name", task.runName())
                .put("capture_logs", task.captureLogs())
                .put("capture_prints", task.capturePrints())
                .put("on_completion", task.onCompletion().isPresent())
                .put("on_failure", task.onFailure().isPresent())
                .put("retention", text(task.retention()));
    }

    private static String text(Optional<Duration> duration) {
        return duration.map(Duration::toString).orElse(null);
    }
}
