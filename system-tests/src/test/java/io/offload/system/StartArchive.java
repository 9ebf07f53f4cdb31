package io.offload.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of an application as its JVM had them loaded (a dynamic archive of class data): with it the next one starts in half the time. Taken once
 * for each build, from the first process that has served its test, into the target folder.
 */
record StartArchive(Path jar, Path file) {
    private static final long LIMIT_S = 20;

    static StartArchive of(Path jar) {
        try {
            return new StartArchive(jar, jar.getParent().resolveSibling("start-" + Files.getLastModifiedTime(jar).toMillis() + ".jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a JVM that is to use it, or from which it may be taken. */
    List<String> options() {
        return List.of(Files.exists(file) ? "-XX:SharedArchiveFile=" + file : "-XX:+RecordDynamicDumpInfo");
    }

    /** Takes it from a process that was started with {@link #options()}, if there is none. What goes wrong here costs later starts time and nothing else. */
    void takeFrom(Process process) {
        if (Files.exists(file) || !process.isAlive()) {
            return;
        }
        Path draft = file.resolveSibling(file.getFileName() + "." + process.pid());
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process dump = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "VM.cds", "dynamic_dump", draft.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!dump.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                dump.destroyForcibly();
            } else if (Files.exists(draft)) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
