package io.offload.api.submit;

import io.offload.api.view.RunView;
import io.offload.run.StateType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A run that has been checked and is to be inserted.
 *
 * @param inputJson JSON text as it came
 * @param scheduledFor null for at once
 * @param idempotencyKey null for none
 * @param bodyHash SHA-256 of the canonical body, null without a key
 */
public record NewRun(
        UUID id,
        String task,
        String queue,
        String name,
        List<String> tags,
        String inputJson,
        int maxAttempts,
        Instant scheduledFor,
        UUID rerunOf,
        String traceparent,
        String idempotencyKey,
        byte[] bodyHash) {

    /** What a GET of the run answers right after its insertion at a time of the database. */
    RunView view(Instant insertedAt) {
        boolean later = scheduledFor != null && scheduledFor.isAfter(insertedAt);
        return new RunView(id, task, name, later ? StateType.SCHEDULED : StateType.PENDING, later ? "Scheduled" : "Pending", null, insertedAt, queue,
                tags.toArray(String[]::new), 1, 0, maxAttempts, 0, 0, inputJson, null, null, null, scheduledFor, null, null, null, rerunOf, null);
    }

    /** The same, marked as a repetition of an earlier run. */
    NewRun rerunOf(UUID earlier) {
        return new NewRun(id, task, queue, name, tags, inputJson, maxAttempts, scheduledFor, earlier, traceparent, idempotencyKey, bodyHash);
    }

    boolean waits(Instant insertedAt) {
        return scheduledFor != null && scheduledFor.isAfter(insertedAt);
    }
}
