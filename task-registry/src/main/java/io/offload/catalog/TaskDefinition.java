package io.offload.catalog;

import io.offload.task.CacheKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One task as this application can execute it: its options, parsed and checked, its schemas, and the way to call it.
 *
 * @param name {@code [a-z][a-z0-9]*(-[a-z0-9]+)*}, at most 100 characters
 * @param queue the queue of its runs
 * @param timeout of one attempt; empty for none
 * @param runName template over the input's properties; null for none
 * @param retention how long its terminal runs are kept; empty for the service's default
 * @param inputSchema JSON Schema 2020-12 of the input, as JSON text
 * @param outputSchema JSON Schema 2020-12 of the result, as JSON text
 * @param sourceDigest hex SHA-256 of the task class's bytecode
 * @param declaredBy {@code class#method}, for messages
 * @param onCompletion called after COMPLETED; empty for none
 * @param onFailure called after FAILED or CRASHED; empty for none
 */
public record TaskDefinition(
        String name,
        String description,
        String queue,
        List<String> tags,
        RetryPolicy retry,
        Optional<Duration> timeout,
        Cache cache,
        String runName,
        boolean captureLogs,
        boolean capturePrints,
        Optional<Duration> retention,
        String inputSchema,
        String outputSchema,
        String sourceDigest,
        String declaredBy,
        TaskInvoker invoker,
        Optional<HookInvoker> onCompletion,
        Optional<HookInvoker> onFailure) {

    /**
     * When and how a result is reused.
     *
     * @param parts what the key is made of; empty: no cache
     * @param expiration how long a result answers for others; empty: as long as its run is kept
     * @param refresh execute always, and replace the stored answer
     * @param isolation equal runs at the same time execute once
     */
    public record Cache(Set<CacheKey> parts, Optional<Duration> expiration, boolean refresh, boolean isolation) {
        public boolean enabled() {
            return !parts.isEmpty();
        }
    }

    public boolean hasHooks() {
        return onCompletion.isPresent() || onFailure.isPresent();
    }
}
