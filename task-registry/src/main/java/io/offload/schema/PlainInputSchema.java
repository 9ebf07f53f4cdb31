package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A schema of plain keywords only. */
final class PlainInputSchema extends InputSchema {
    private final PlainSchema schema;

    PlainInputSchema(PlainSchema schema) {
        this.schema = schema;
    }

    @Override
    public List<Violation> validate(JsonNode value) {
        if (schema.fits(value)) {
            return List.of();
        }
        Violations violations = new Violations();
        schema.check(value, Place.ROOT, violations);
        return violations.list();
    }
}
