package io.offload.system.store;

import io.offload.devservices.postgres.EmbeddedPostgres;
import io.offload.system.Database;
import io.offload.system.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One Postgres for all tests of this JVM; each asks for a database of its own with Offload's schema in it. */
final class MigratedPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedPostgres POSTGRES = start();

    private MigratedPostgres() {}

    /** A new database, migrated, with partitions for now. */
    static Database fresh() {
        return upTo(Integer.MAX_VALUE);
    }

    /** A new database with the first migrations in it, so many of them, and partitions for now. */
    static Database upTo(int count) {
        String name = "store" + DATABASES.incrementAndGet() + "_" + ProcessHandle.current().pid();
        try (Connection admin = DriverManager.getConnection(POSTGRES.jdbcUrl(), POSTGRES.user(), POSTGRES.password())) {
            admin.createStatement().execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Database database = new Database("jdbc:" + POSTGRES.url(name), POSTGRES.user(), POSTGRES.password());
        try {
            apply(database, "CREATE SCHEMA offload");
            for (Path migration : migrations().subList(0, Math.min(count, migrations().size()))) {
                apply(database, Files.readString(migration));
            }
            apply(database, "SELECT ensure_partitions(interval '1 day', 2)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return database;
    }

    /** Runs a migration. */
    static void apply(Database database, String migration) {
        try (Connection connection = database.connect()) {
            connection.createStatement().execute(migration.replace("${flyway:defaultSchema}", "offload"));
        } catch (SQLException e) {
            throw new IllegalStateException("a migration failed: " + e.getMessage(), e);
        }
    }

    /** The migrations by version. */
    static List<Path> migrations() {
        try (var files = Files.list(Project.home().resolve("task-registry/src/main/resources/db/offload"))) {
            return files.sorted(Comparator.comparingInt(file -> Integer.parseInt(file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1")))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start(Project.home().resolve("system-tests/target/store-postgres"), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
