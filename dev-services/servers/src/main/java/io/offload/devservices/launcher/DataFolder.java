package io.offload.devservices.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The folder of one system: {@code kafka/} and {@code postgres/} keep data, {@code logs/} one log per process, {@code run/} one file
 * per process, and {@code launcher.lock}, on which the supervising launcher holds a lock for as long as it lives.
 */
record DataFolder(Path root) {

    /** @param root need not exist */
    static DataFolder of(Path root) {
        try {
            return new DataFolder(Files.exists(root) ? root.toRealPath() : root.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new LauncherException("cannot read the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    static DataFolder create(Path root) {
        try {
            Path real = Files.createDirectories(root).toRealPath();
            Files.createDirectories(real.resolve("run"));
            Files.createDirectories(real.resolve("logs"));
            return new DataFolder(real);
        } catch (IOException e) {
            throw new LauncherException("cannot make the data folder " + root + ": " + e, e);
        }
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    /** The JVM option that every Java process of this system carries. */
    String mark() {
        return "-Doffload.data=" + root;
    }

    Path file(String name) {
        return root.resolve("run").resolve(name + ".properties");
    }

    /** Written by the launcher once everything is ready; holds its process id. */
    Path readyFile() {
        return root.resolve("run").resolve("ready");
    }

    /** Everything that has been started here and not been stopped in order, dead or alive, sorted by name. */
    List<Member> members() {
        List<Member> members = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve("run"), "*.properties")) {
            for (Path file : files) {
                members.add(Member.read(file));
            }
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        } catch (IOException e) {
            throw new LauncherException("cannot read " + root.resolve("run") + ": " + e.getMessage(), e);
        }
        members.sort(Comparator.comparing(Member::role).reversed().thenComparing(Member::name));
        return members;
    }

    /** The lock of the supervising launcher; empty when another process has it. */
    Optional<FileLock> tryLock() throws IOException {
        FileChannel channel = FileChannel.open(root.resolve("launcher.lock"),
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(lock);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // the same answer as for another process
        }
        channel.close();
        return Optional.empty();
    }

    /** The process id of the launcher that supervises this folder now. */
    OptionalLong launcher() {
        if (!Files.exists(root.resolve("launcher.lock"))) {
            return OptionalLong.empty();
        }
        try {
            Optional<FileLock> lock = tryLock();
            if (lock.isPresent()) {
                lock.get().channel().close();
                return OptionalLong.empty();
            }
            String pid = Files.readString(root.resolve("run").resolve("launcher.pid")).trim();
            return OptionalLong.of(Long.parseLong(pid));
        } catch (IOException | NumberFormatException e) {
            throw new LauncherException("cannot tell whether a launcher supervises " + root + ": " + e.getMessage(), e);
        }
    }

    void launcherIs(long pid) throws IOException {
        Files.writeString(root.resolve("run").resolve("launcher.pid"), pid + "\n");
    }
}
