package io.offload.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The schema's migrations as Flyway would run them. */
public final class Migrations {
    private Migrations() {}

    /** Their statements, for the schema {@code offload}, in the order of their versions. */
    public static List<String> inOrder() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/offload"))) {
            for (Path file : files.sorted(Comparator.comparingInt(Migrations::version)).toList()) {
                all.add(Files.readString(file).replace("${flyway:defaultSchema}", "offload"));
            }
        }
        return all;
    }

    private static int version(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
