package io.offload.schema;

import java.util.ArrayList;
import java.util.List;

/** Collects the first violations of one value. */
final class Violations {
    private final List<Violation> found = new ArrayList<>(4);

    void add(Place place, String detail) {
        if (!full()) {
            found.add(new Violation(place.pointer(), detail));
        }
    }

    boolean full() {
        return found.size() >= InputSchema.MOST_VIOLATIONS;
    }

    List<Violation> list() {
        return List.copyOf(found);
    }
}
