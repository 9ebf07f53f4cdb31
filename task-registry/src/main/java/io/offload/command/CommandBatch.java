package io.offload.command;

import java.util.List;
import java.util.UUID;

/**
 * Commands of one queue that were committed together and are sent together.
 *
 * @param id row of {@code command_batch} that stays until a worker has claimed them all
 */
public record CommandBatch(UUID id, String queue, List<Entry> entries) {

    /**
     * @param traceparent W3C trace context, may be null
     */
    public record Entry(TaskRunCommand command, String traceparent) {}
}
