package io.offload.devservices.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the Postgres programs ({@code initdb}, {@code postgres}, {@code pg_ctl}) once per version and user, into
 * {@code $XDG_CACHE_HOME/offload} or {@code ~/.cache/offload}, or into the temporary folder when the home cannot be written.
 * (there only into a folder of the user's own).
 *
 * <p>Served platforms: Linux with glibc and macOS, on amd64 and arm64.
 */
final class PostgresBinaries {
    static final String VERSION = "17.7";

    private static final long UID = new UnixSystem().getUid();

    private PostgresBinaries() {}

    /** The folder that holds {@code bin} and {@code lib}. */
    static Path unpacked() throws IOException {
        String platform = platform();
        String name = "postgres-" + VERSION + "-" + platform;
        List<Path> caches = caches();
        for (Path cache : caches) {
            if (Files.isExecutable(cache.resolve(name).resolve("bin/postgres"))) {
                return cache.resolve(name);
            }
        }
        String archive = "/postgres-" + platform + ".txz";
        try (InputStream in = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new IOException("no Postgres for " + platform + " on the class path; served are Linux (glibc) and macOS on amd64 and"
                        + " arm64. Elsewhere point OFFLOAD_POSTGRES_URL, OFFLOAD_POSTGRES_USER and OFFLOAD_POSTGRES_PASSWORD at a server");
            }
            Path cache = caches.stream().filter(Files::isWritable).findFirst().orElseGet(PostgresBinaries::folderOfThisProcess);
            Path home = cache.resolve(name);
            Path draft = Files.createTempDirectory(cache, "unpacking-");
            unpack(in, draft);
            publish(draft, home);
            return home;
        }
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

    /** Folders that exist or could be made, the best first. */
    private static List<Path> caches() {
        List<Path> caches = new ArrayList<>();
        String configured = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home");
        if (configured != null && !configured.isBlank()) {
            caches.add(Path.of(configured, "offload"));
        } else if (Path.of(home).isAbsolute()) { // Java says "?" where the user has none
            caches.add(Path.of(home, ".cache", "offload"));
        }
        caches.add(Path.of(System.getProperty("java.io.tmpdir"), "offload-" + UID));
        caches.removeIf(cache -> !usable(cache));
        return caches;
    }

    /** In the temporary folder anybody may make a folder of any name: only programs in one's own are run. */
    private static boolean usable(Path cache) {
        try {
            Files.createDirectories(cache);
            return Files.getAttribute(cache, "unix:uid").equals((int) UID) || !cache.startsWith(System.getProperty("java.io.tmpdir"));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path folderOfThisProcess() {
        try {
            return Files.createTempDirectory("offload-");
        } catch (IOException e) {
            throw new UncheckedIOException("Postgres has to be unpacked, and neither ~/.cache/offload nor the temporary folder can be written", e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch");
        return os + "-" + (arch.equals("aarch64") ? "arm_64" : "x86_64");
    }
}
