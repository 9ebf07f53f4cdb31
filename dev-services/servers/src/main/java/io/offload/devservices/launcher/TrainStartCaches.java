package io.offload.devservices.launcher;

import io.offload.devservices.LocalPort;
import io.offload.devservices.process.Ending;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Records {@link StartCaches}: starts a whole system of its own on a folder that is deleted afterwards, lets it execute some runs, and stops
 * it; each process writes its file as it ends. The files are moved to their place when all are complete, so that an end in the middle leaves
 * nothing that anybody would read. One training at a time works on a folder; it ends with the process that started it.
 */
final class TrainStartCaches {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 100;
    private static final String DRAFT = "training-";
    /** Whatever servers and settings the user's environment names, a training uses its own. */
    private static final Map<String, String> ENVIRONMENT = Map.of(ExternalServers.KAFKA, "", ExternalServers.POSTGRES, "",
            "OFFLOAD_API_TOKEN", "", "OFFLOAD_API_JAVA_OPTS", "", "OFFLOAD_WORKER_JAVA_OPTS", "");

    private final StartCaches caches;
    private final Path home;
    private final Console console;

    TrainStartCaches(StartCaches caches, Path home, Console console) {
        this.caches = caches;
        this.home = home;
        this.console = console;
    }

    /** Returns whether the caches are complete now. */
    boolean run() throws IOException, InterruptedException {
        Files.createDirectories(caches.folder());
        try (FileChannel channel = FileChannel.open(caches.folder().resolve("training.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                console.line("another process records the start caches of " + caches.folder());
                return false;
            }
            if (!caches.incomplete()) {
                return true;
            }
            deleteDrafts();
            Path draft = Files.createTempDirectory(caches.folder(), DRAFT);
            Thread abort = new Thread(() -> discard(draft), "abort");
            Runtime.getRuntime().addShutdownHook(abort);
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
            record(draft);
            Runtime.getRuntime().removeShutdownHook(abort);
            discard(draft);
            return true;
        }
    }

    private void record(Path draft) throws IOException, InterruptedException {
        int port = LocalPort.free();
        DataFolder folder = DataFolder.create(draft.resolve("data"));
        StartCaches recording = new StartCaches(caches.folder(), draft);
        List<String> options = new ArrayList<>(recording.options("launcher", List.of()));
        options.add("-D" + StartCaches.RECORD_INTO + "=" + draft);
        List<String> arguments = List.of(Launcher.SUPERVISE, "--workers", "1", "--port", Integer.toString(port), "--data", folder.root().toString());
        Process system = new Program(launcher(options, arguments), environment(), home, draft.resolve("launcher.log")).start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(folder.readyFile())) {
            if (system.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IOException("the system for recording did not start:\n" + Program.tail(draft.resolve("launcher.log"), 30));
            }
        }
        new TrainingLoad(port, LOAD).run();
        if (!Ending.terminate(system.toHandle(), PATIENCE)) {
            throw new IOException("the system for recording did not stop in time");
        }
        caches.publish(draft);
        console.line("The start caches in " + caches.folder() + " are complete.");
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(ENVIRONMENT);
        all.put("CLASSPATH", System.getProperty("java.class.path"));
        return all;
    }

    /** The command of a launcher like this one, with other options for its start cache. */
    static List<String> launcher(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(StartCaches.withoutCaches(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.addAll(options);
        command.add(Launcher.class.getName());
        command.addAll(arguments);
        return command;
    }

    private void deleteDrafts() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(caches.folder(), DRAFT + "*")) {
            for (Path draft : drafts) {
                if (Files.isDirectory(draft)) {
                    discard(draft);
                }
            }
        }
    }

    /** Ends what is left of the system in the folder, and deletes it. */
    private void discard(Path draft) {
        try {
            DataFolder folder = DataFolder.of(draft.resolve("data"));
            folder.launcher().stream().mapToObj(ProcessHandle::of).forEach(launcher -> launcher.ifPresent(Ending::kill));
            for (Member member : folder.members()) {
                member.process().ifPresent(process -> {
                    if (member.role() == Role.POSTGRES) {
                        Ending.interrupt(process, Duration.ofSeconds(5));
                    } else {
                        Ending.kill(process);
                    }
                });
            }
            try (var files = Files.walk(draft)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | RuntimeException e) {
            console.line("! could not clear " + draft + ": " + e.getMessage());
        }
    }
}
