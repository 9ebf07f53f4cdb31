package io.offload.api.catalog;

import java.util.List;

/** The body of {@code GET /api/v1/tasks}: every task that a worker has ever published, by name. */
public record TaskList(List<TaskView> tasks) {}
