package io.offload.devservices.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program to start in the background: in a session of its own, without standard input, with everything it prints appended to one
 * log file. A log that has grown beyond 64 MiB is moved to {@code <name>.1} at the next start.
 *
 * @param command the program and its arguments
 * @param environment variables added to those of this process
 * @param folder the working directory
 * @param log the file that takes its output
 */
public record Program(List<String> command, Map<String, String> environment, Path folder, Path log) {
    private static final long LOG_LIMIT_BYTES = 64L << 20;

    /** Starts it; the process id is the program's own, not a wrapper's. */
    public Process start() throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return builder().redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }

    /** As {@link #start()}, but its output is for the caller to read, and no log is written. */
    public Process startPiped() throws IOException {
        return builder().start();
    }

    private ProcessBuilder builder() {
        List<String> full = new ArrayList<>(OwnSession.commandPrefix());
        full.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(full)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    /**
     * A Java program run by the JVM that runs this one. The class path travels in the environment: a command line stays short enough
     * to be read back by {@link ProcessMark}.
     *
     * @param options JVM options
     * @param classPath empty when the arguments name a jar
     * @param arguments main class (or {@code -jar file}) and its arguments
     */
    public static Program java(
            List<String> options, String classPath, List<String> arguments, Map<String, String> environment, Path folder, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(arguments);
        Map<String, String> full = new LinkedHashMap<>(environment);
        if (!classPath.isEmpty()) {
            full.put("CLASSPATH", classPath);
        }
        return new Program(command, full, folder, log);
    }

    /** The last {@code lines} lines of a log, for an error message; empty when there is none. */
    public static String tail(Path log, int lines) {
        try {
            List<String> all = Files.readAllLines(log);
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException unreadable) {
            return "";
        }
    }
}
