package io.offload.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a submission may say beside its input. Immutable: each method gives a changed copy.
 *
 * @param idempotencyKey 1-255 printable ASCII characters; submissions of a task with the same key and body give the same run for 7 days. Made by
 *     the client when absent
 * @param delay how long the run waits before it may start
 * @param scheduledFor when it may start, instead of a delay
 * @param tags at most 20, added to those of the task
 * @param name shown with the run, at most 200 characters
 */
public record RunOptions(
        Optional<String> idempotencyKey, Optional<Duration> delay, Optional<Instant> scheduledFor, List<String> tags, Optional<String> name) {
    private static final RunOptions NONE = new RunOptions(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public static RunOptions none() {
        return NONE;
    }

    public RunOptions idempotencyKey(String key) {
        return new RunOptions(Optional.of(key), delay, scheduledFor, tags, name);
    }

    public RunOptions delay(Duration wait) {
        return new RunOptions(idempotencyKey, Optional.of(wait), Optional.empty(), tags, name);
    }

    public RunOptions scheduledFor(Instant time) {
        return new RunOptions(idempotencyKey, Optional.empty(), Optional.of(time), tags, name);
    }

    public RunOptions tags(String... labels) {
        return new RunOptions(idempotencyKey, delay, scheduledFor, List.of(labels), name);
    }

    public RunOptions name(String shown) {
        return new RunOptions(idempotencyKey, delay, scheduledFor, tags, Optional.of(shown));
    }

    void writeTo(ObjectNode body) {
        delay.ifPresent(wait -> body.put("delay", wait.toString()));
        scheduledFor.ifPresent(time -> body.put("scheduled_for", time.toString()));
        name.ifPresent(shown -> body.put("name", shown));
        if (!tags.isEmpty()) {
            tags.forEach(body.putArray("tags")::add);
        }
    }
}
