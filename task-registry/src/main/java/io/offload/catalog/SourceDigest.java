package io.offload.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;

/** The digest behind {@link io.offload.task.CacheKey#TASK_SOURCE}, taken while the application is built. */
final class SourceDigest {
    private SourceDigest() {}

    /**
     * Hex SHA-256 over the class files of the bean's class and of the class that declares the method, if that is another.
     *
     * @throws BadTaskException when a class file cannot be found
     */
    static String of(Class<?> beanClass, Class<?> declaringClass) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> type : new LinkedHashSet<>(List.of(beanClass, declaringClass))) {
                String file = type.getName().replace('.', '/') + ".class";
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(file)) {
                    if (bytes == null) {
                        throw new BadTaskException("@Task %s: its class file %s cannot be read for the source digest".formatted(type.getName(), file));
                    }
                    digest.update(bytes.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BadTaskException("@Task %s: its class file cannot be read: %s".formatted(beanClass.getName(), e.getMessage()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
