package io.offload.api.queue;

import java.util.List;

/** The body of {@code GET /api/v1/queues}. */
public record QueueList(List<QueueView> queues) {}
