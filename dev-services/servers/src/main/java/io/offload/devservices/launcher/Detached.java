package io.offload.devservices.launcher;

import io.offload.devservices.process.Ending;
import io.offload.devservices.process.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code up} in a launcher process of its own, shows what that one says until the system is ready, and leaves it running. */
record Detached(UpOptions options, Path home, Console console) {
    private static final long POLL_MILLIS = 20;
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(3);

    /** The exit code: 0 when the system is ready. */
    int run() throws IOException, InterruptedException {
        DataFolder folder = DataFolder.create(options.data());
        if (folder.launcher().isPresent()) {
            throw new AlreadyUp(folder).refusal();
        }
        Files.deleteIfExists(folder.readyFile());
        Path log = folder.log("launcher");
        long position = Files.exists(log) ? Files.size(log) : 0;
        Process launcher = Program.java(
                        ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperty("java.class.path"), command(),
                        Map.of(), home, log)
                .start();
        Thread stopToo = new Thread(() -> Ending.terminate(launcher.toHandle(), STOP_PATIENCE), "stop");
        Runtime.getRuntime().addShutdownHook(stopToo);
        while (!ready(folder, launcher)) {
            boolean ended = launcher.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            position = show(log, position);
            if (ended) {
                return launcher.exitValue() == 0 ? 1 : launcher.exitValue();
            }
        }
        Runtime.getRuntime().removeShutdownHook(stopToo);
        show(log, position);
        return 0;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(Launcher.class.getName(), Launcher.SUPERVISE));
        command.addAll(List.of("--workers", Integer.toString(options.workers()), "--port", Integer.toString(options.port())));
        command.addAll(List.of("--host", options.host(), "--detach"));
        if (!options.named().isEmpty()) {
            command.addAll(List.of("--data", options.data().toAbsolutePath().toString()));
        }
        return command;
    }

    private static boolean ready(DataFolder folder, Process launcher) throws IOException {
        return Files.exists(folder.readyFile()) && Files.readString(folder.readyFile()).trim().equals(Long.toString(launcher.pid()));
    }

    private long show(Path log, long from) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = file.length() < from ? 0 : from;
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            console.out().print(new String(bytes, StandardCharsets.UTF_8));
            console.out().flush();
            return start + bytes.length;
        }
    }
}
