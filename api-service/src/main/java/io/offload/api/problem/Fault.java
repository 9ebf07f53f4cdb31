package io.offload.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One thing that is wrong with a request body.
 *
 * @param pointer RFC 6901 pointer into the body
 * @param detail for people
 * @param index place in a batch, null outside of batches
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record Fault(String pointer, String detail, Integer index) {
    /** At most so many faults are told. */
    public static final int MOST = 100;

    public Fault {
        detail = Legible.text(detail);
    }

    public Fault(String pointer, String detail) {
        this(pointer, detail, null);
    }
}
