package io.offload.devservices.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The files of one Postgres cluster: made once by {@code initdb}, with a database and a role {@code offload} that is not a superuser.
 * The superuser has no password and sockets are off, so nobody can log in as it.
 */
final class PostgresCluster {
    /** Written at every start; what a user wants to change goes to {@code local.conf}, which is read after it. */
    private static final String SETTINGS = """
            # Written by Offload at every start. Put your own settings into local.conf beside this file.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 512MB
            wal_buffers = 16MB
            max_wal_size = 4GB
            min_wal_size = 512MB
            checkpoint_timeout = 15min
            wal_compression = off          # pglz only in these binaries; it costs more processor time than it saves in bytes
            random_page_cost = 1.1
            jit = off
            autovacuum_naptime = 10s
            autovacuum_vacuum_cost_limit = 2000
            timezone = UTC
            log_timezone = UTC
            log_min_messages = warning
            log_line_prefix = '%m [%p] %u@%d '
            """;
    private static final String ACCESS = """
            # TYPE  DATABASE  USER  ADDRESS         METHOD
            host    all       all   127.0.0.1/32    scram-sha-256
            """;
    private static final String ROLE = "CREATE ROLE " + EmbeddedPostgres.USER + " LOGIN CREATEDB PASSWORD '" + EmbeddedPostgres.PASSWORD
            + "';\nGRANT pg_monitor, pg_checkpoint, pg_signal_backend TO " + EmbeddedPostgres.USER + ";\nCREATE DATABASE "
            + EmbeddedPostgres.DATABASE + " OWNER " + EmbeddedPostgres.USER + ";\n";
    private static final List<String> INITDB = List.of("-U", "postgres", "-E", "UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--auth=trust");
    private static final int STATUS_LINE = 7;

    private final Path programs;
    private final List<String> prefix;
    private final Path data;

    /** @param folder the cluster is its subfolder {@code data} */
    PostgresCluster(Path folder) throws IOException {
        this.programs = PostgresBinaries.unpacked();
        this.prefix = UnprivilegedCommand.prefix();
        this.data = folder.resolve("data");
    }

    Path data() {
        return data;
    }

    /** The command that serves this cluster in the foreground. */
    List<String> serve(int port) {
        return program("postgres", "-D", data.toString(), "-p", Integer.toString(port), "-c", "listen_addresses=127.0.0.1");
    }

    /** Makes the cluster if it is missing and writes its settings. An unfinished one, left by a crash, is made anew. */
    void prepare() throws IOException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String major = Files.readString(version).trim();
            if (!PostgresBinaries.VERSION.startsWith(major + ".")) {
                throw new IOException(data + " was made by Postgres " + major + ", and Postgres " + PostgresBinaries.VERSION
                        + " cannot read it; dump it with the old version, or use another data folder");
            }
        } else {
            create();
        }
        Files.writeString(data.resolve("offload.conf"), SETTINGS);
    }

    /** The postmaster named by the lock file, if that process lives and is one; a lock file left by a crash is removed. */
    OptionalLong running() throws IOException {
        Path lock = data.resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(lock).getFirst().trim());
            boolean postmaster = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                    .orElse(false);
            if (postmaster) {
                return OptionalLong.of(pid);
            }
        } catch (NoSuchFileException free) {
            return OptionalLong.empty();
        } catch (RuntimeException unreadable) {
            throw new IOException("could not read " + lock + ": it is not a Postgres lock file", unreadable);
        }
        Files.deleteIfExists(lock); // or Postgres refuses to start when the number belongs to somebody else by now
        return OptionalLong.empty();
    }

    /** Whether the postmaster {@code pid} says that it accepts connections. */
    boolean ready(long pid) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().trim().equals(Long.toString(pid))
                    && lines.get(STATUS_LINE).trim().equals("ready");
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    private void create() throws IOException {
        Path draft = data.resolveSibling("data.unfinished");
        deleteTree(draft);
        ClusterTemplate template = new ClusterTemplate(programs, List.of(INITDB, List.of(ACCESS, ROLE)).toString());
        if (!template.copyTo(draft)) {
            initialise(draft);
            template.keep(draft);
        }
        Files.writeString(draft.resolve("offload.conf"), SETTINGS);
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void initialise(Path draft) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", draft.toString()));
        arguments.addAll(INITDB);
        run("", program("initdb", arguments.toArray(String[]::new)));
        Files.writeString(draft.resolve("pg_hba.conf"), ACCESS);
        Files.writeString(draft.resolve("postgresql.conf"), "\ninclude = 'offload.conf'\ninclude_if_exists = 'local.conf'\n",
                StandardOpenOption.APPEND);
        Files.writeString(draft.resolve("offload.conf"), SETTINGS);
        run(ROLE, program("postgres", "--single", "-D", draft.toString(), "postgres"));
    }

    private List<String> program(String name, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(programs.resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(String input, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 || output.contains("ERROR:")) {
                throw new IOException("could not make the Postgres cluster: " + String.join(" ", command) + " said:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the Postgres cluster was made", e);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
