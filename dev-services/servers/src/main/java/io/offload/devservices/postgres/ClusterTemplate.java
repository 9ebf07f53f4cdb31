package io.offload.devservices.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * A fresh cluster kept beside the Postgres programs, so that {@code initdb} (2 s) runs once per machine and a new cluster is a copy (0.2 s).
 * Copies share a system identifier, which only matters to replication between them.
 */
final class ClusterTemplate {
    private final Path folder;

    /**
     * @param programs the unpacked Postgres
     * @param recipe everything that decides what the cluster looks like; another recipe has another template
     */
    ClusterTemplate(Path programs, String recipe) {
        this.folder = programs.resolveSibling(programs.getFileName() + String.format(Locale.ROOT, "-cluster-%08x", recipe.hashCode()));
    }

    /** Makes {@code target}, which must not exist, a copy that is on disk when this returns; false when there is no template yet. */
    boolean copyTo(Path target) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        copy(folder, target);
        sync(target);
        return true;
    }

    /** Keeps a copy of a cluster that no server has open; where that cannot be written, the next cluster is made anew too. */
    void keep(Path cluster) {
        try {
            Path draft = Files.createTempDirectory(folder.getParent(), "cluster-");
            Files.delete(draft);
            copy(cluster, draft);
            sync(draft);
            try {
                Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException anotherProcessWasFaster) {
                PostgresCluster.deleteTree(draft);
            }
        } catch (IOException notWritable) {
            // the next start takes initdb's time again
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path source : files(from)) {
            Files.copy(source, to.resolve(from.relativize(source).toString()), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void sync(Path folder) throws IOException {
        try {
            files(folder).parallelStream().filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).forEach(file -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
