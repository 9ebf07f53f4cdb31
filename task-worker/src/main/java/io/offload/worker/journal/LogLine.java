package io.offload.worker.journal;

import java.time.Instant;

/** One captured line. */
record LogLine(Instant at, String level, String message) {}
