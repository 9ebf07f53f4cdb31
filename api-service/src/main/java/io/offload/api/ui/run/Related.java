package io.offload.api.ui.run;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What a run's page tells beside its view.
 *
 * @param cacheKey hex; null when its task has no cache, or before its first claim
 * @param dueAt when a SCHEDULED run goes on; null otherwise
 * @param leader the run whose result this one waits for; null for none
 */
public record Related(String cacheKey, List<UUID> reruns, Instant dueAt, UUID leader) {

    static Related of(Row row) {
        OffsetDateTime due = row.getOffsetDateTime("due_at");
        return new Related(row.getString("cache_key"), List.of(row.getArrayOfUUIDs("reruns")), due == null ? null : due.toInstant(), row.getUUID("cache_leader"));
    }
}
