package io.offload.api.worker;

import java.util.List;

/** The body of {@code GET /api/v1/workers}. */
public record WorkerList(List<WorkerView> workers) {}
