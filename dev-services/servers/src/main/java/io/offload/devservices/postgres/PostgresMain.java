package io.offload.devservices.postgres;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs one Postgres server until it is told to end: {@code PostgresMain <folder> [<port>]}. Without a port, or with 0, it takes the
 * one it had before in this folder, or a free one.
 */
public final class PostgresMain {
    private PostgresMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: PostgresMain <folder> [<port>]");
            System.exit(2);
        }
        int port = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0;
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), port);
        System.out.println("Postgres serves " + postgres.url() + " (user " + postgres.user() + ", password " + postgres.password()
                + ") as process " + postgres.pid());
        postgres.process().onExit().join();
    }
}
