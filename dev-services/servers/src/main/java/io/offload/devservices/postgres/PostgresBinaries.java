package io.offload.devservices.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the Postgres programs ({@code initdb}, {@code postgres}, {@code pg_ctl}) once per version and user, into
 * {@code $XDG_CACHE_HOME/offload} or {@code ~/.cache/offload}, or into the temporary folder when the home cannot be written.
 *
 * <p>Served platforms: Linux with glibc and macOS, on amd64 and arm64.
 */
final class PostgresBinaries {
    static final String VERSION = "17.7";

    private PostgresBinaries() {}

    /** The folder that holds {@code bin} and {@code lib}. */
    static Path unpacked() throws IOException {
        String platform = platform();
        Path home = cache().resolve("postgres-" + VERSION + "-" + platform);
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return home;
        }
        String archive = "/postgres-" + platform + ".txz";
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new IOException("no Postgres for " + platform + " on the class path; served are Linux (glibc) and macOS on amd64 and"
                        + " arm64. Elsewhere point OFFLOAD_POSTGRES_URL, OFFLOAD_POSTGRES_USER and OFFLOAD_POSTGRES_PASSWORD at a server");
            }
            Path draft = Files.createTempDirectory(Files.createDirectories(home.getParent()), "unpacking-");
            unpack(in, draft);
            publish(draft, home);
        }
        return home;
    }

    private static void unpack(InputStream archive, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("the Postgres archive names a file outside itself: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? target : target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, target);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static void publish(Path draft, Path home) throws IOException {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException anotherProcessWasFaster) {
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw anotherProcessWasFaster;
            }
            deleteTree(draft);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured != null && !configured.isBlank() ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".cache");
        try {
            return Files.createDirectories(base.resolve("offload"));
        } catch (IOException notWritable) {
            return Path.of(System.getProperty("java.io.tmpdir"), "offload-" + System.getProperty("user.name"));
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch");
        return os + "-" + (arch.equals("aarch64") ? "arm_64" : "x86_64");
    }
}
