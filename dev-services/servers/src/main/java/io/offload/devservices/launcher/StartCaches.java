package io.offload.devservices.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What the JVMs of one build read at their start instead of loading and linking their classes anew: one file for each kind of process,
 * recorded by {@link TrainStartCaches}. On JDK 25 and newer it is an AOT cache (JEP 483, 514 and 515), before that a class data archive.
 *
 * <p>A file that does not fit (other JDK, other jars, damaged) costs a warning in the log: the JVM then starts without it. The folder
 * belongs to one build and one JDK, so that a new build records anew.
 *
 * @param folder null when no caches are wanted
 * @param recordInto where the processes of this launcher record theirs as they end; null in every launcher but that of a training
 */
record StartCaches(Path folder, Path recordInto) {
    static final String FOLDER = "offload.start-cache";
    static final String RECORD_INTO = "offload.start-cache.record-into";

    private static final int FIRST_WITH_AOT = 25;
    private static final List<String> NAMES = List.of("launcher", "kafka", "api", "worker");
    /** Options by which a user decides about caches himself. */
    private static final List<String> OWN = List.of("-XX:AOT", "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:+AutoCreateSharedArchive", "-Xshare");

    /** Those that the system properties of this JVM name. */
    static StartCaches ofThisLauncher() {
        return new StartCaches(path(FOLDER), path(RECORD_INTO));
    }

    private static Path path(String property) {
        String value = System.getProperty(property, "");
        return value.isBlank() ? null : Path.of(value).toAbsolutePath();
    }

    boolean recording() {
        return recordInto != null;
    }

    /** Whether they are wanted and some are missing. */
    boolean incomplete() {
        return folder != null && !NAMES.stream().allMatch(name -> Files.exists(folder.resolve(file(name))));
    }

    /**
     * The JVM options of a process.
     *
     * @param name its kind: {@code launcher}, {@code kafka}, {@code api}, {@code worker}
     * @param others its other JVM options; those that decide about caches themselves are left alone
     */
    List<String> options(String name, List<String> others) {
        if (others.stream().anyMatch(other -> OWN.stream().anyMatch(other::startsWith))) {
            return List.of();
        }
        if (recording()) {
            return List.of((aot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + recordInto.resolve(file(name)));
        }
        if (folder == null || !Files.isReadable(folder.resolve(file(name)))) {
            return List.of();
        }
        return List.of((aot() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + folder.resolve(file(name)));
    }

    /** The options of a JVM like this one, without those that concern caches. */
    static List<String> withoutCaches(List<String> options) {
        return options.stream().filter(option -> OWN.stream().noneMatch(option::startsWith))
                .filter(option -> !option.startsWith("-D" + RECORD_INTO)).toList();
    }

    /**
     * Takes over what a training recorded.
     *
     * @throws IOException when a file is missing; nothing is taken over then
     */
    void publish(Path recorded) throws IOException {
        for (String name : NAMES) {
            if (!Files.exists(recorded.resolve(file(name)))) {
                throw new IOException("nothing was recorded for " + name);
            }
        }
        for (String name : NAMES) {
            Files.move(recorded.resolve(file(name)), folder.resolve(file(name)),
                    StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean aot() {
        return Runtime.version().feature() >= FIRST_WITH_AOT;
    }

    private static String file(String name) {
        return name + (aot() ? ".aot" : ".jsa");
    }
}
