package io.offload.api.catalog;

import io.offload.catalog.PublishedTask;
import io.offload.schema.InputSchema;
import io.offload.schema.RunNameTemplate;
import java.time.Instant;
import java.util.Optional;

/** A published task with its input schema compiled. */
public record KnownTask(PublishedTask published, InputSchema schema, Optional<RunNameTemplate> runName, Instant publishedAt) {

    public String name() {
        return published.name();
    }
}
