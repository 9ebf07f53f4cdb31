package io.offload.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A SQL statement kept in a {@code .sql} file beside the class that runs it. */
public final class Sql {
    private Sql() {}

    /**
     * @param owner class whose package holds the file
     * @param name file name without {@code .sql}
     * @throws IllegalStateException when there is no such file: a packaging error
     */
    public static String load(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("no file %s.sql beside %s".formatted(name, owner.getName()));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
