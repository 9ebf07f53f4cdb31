package io.offload.schema;

import java.lang.annotation.Annotation;
import java.util.stream.Stream;

/** Whether a place may hold null: any annotation named {@code Nullable} says so, whichever library it is from. */
public final class Nullness {
    private Nullness() {}

    public static boolean nullable(Annotation[] annotations) {
        return Stream.of(annotations).anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
