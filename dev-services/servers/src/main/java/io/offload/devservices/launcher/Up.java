package io.offload.devservices.launcher;

import io.offload.devservices.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Starts a whole system on one data folder and supervises it until it is told to stop. */
final class Up {
    /** A process that records a start cache takes its time to stop. */
    private static final Duration RECORDING_PATIENCE = Duration.ofMinutes(3);

    private final UpOptions options;
    private final Path home;
    private final Path app;
    private final Console console;
    private final Map<String, String> environment;
    private final StartCaches caches = StartCaches.ofThisLauncher();
    private final BackgroundTraining training;

    Up(UpOptions options, Path home, Path app, Console console, Map<String, String> environment) {
        this.options = options;
        this.home = home;
        this.app = app;
        this.console = console;
        this.environment = environment;
        this.training = new BackgroundTraining(caches, home, console);
    }

    /** Returns only when this process is asked to end; throws when the system could not be started, and has stopped all of it then. */
    void run() throws IOException {
        long begin = System.nanoTime();
        DataFolder folder = DataFolder.create(options.data());
        FileLock lock = folder.tryLock().orElseThrow(() -> new AlreadyUp(folder).refusal());
        folder.launcherIs(ProcessHandle.current().pid());
        Files.deleteIfExists(folder.readyFile());
        Crew crew = caches.recording() ? new Crew(folder, console, RECORDING_PATIENCE) : new Crew(folder, console);
        stopLeftovers(folder);
        checkPort();
        ExternalServers external = ExternalServers.from(environment);
        external.check();
        CountDownLatch stopped = stopAtExit(folder, crew, lock);
        try {
            start(folder, crew, external);
        } catch (RuntimeException failed) {
            crew.stop();
            throw failed;
        }
        // in this order: who waits for the file shows the greeting next
        new Greeting(options, folder, environment).print(console, System.nanoTime() - begin);
        Files.writeString(folder.readyFile(), ProcessHandle.current().pid() + "\n");
        completeCaches();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(DataFolder folder, Crew crew, ExternalServers external) {
        console.line("Offload on " + folder.root() + ", logs in " + folder.root().resolve("logs"));
        Servers.Starting servers = new Servers(folder, crew, caches, external).start();
        CompletableFuture<Services> services = servers.settings().thenApply(settings -> new Services(home, app, folder, crew, caches, settings));
        List<CompletableFuture<Void>> starts = new ArrayList<>(List.of(servers.kafka()));
        starts.add(services.thenAcceptAsync(
                ready -> ready.api(options.host(), options.port()), task -> new Thread(task, "start-api").start()));
        for (int worker = 1; worker <= options.workers(); worker++) {
            int number = worker;
            starts.add(services.thenAcceptAsync(ready -> ready.worker(number), task -> new Thread(task, "start-worker-" + number).start()));
        }
        Launcher.awaitAll(starts);
    }

    /** Records the start caches while the system is in use, unless that is what this launcher is for. */
    private void completeCaches() {
        if (caches.recording()) {
            // ends with the training that started it, also when that is killed
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
        } else if (caches.incomplete()) {
            training.start();
        }
    }

    private void stopLeftovers(DataFolder folder) {
        if (folder.members().stream().anyMatch(member -> member.process().isPresent())) {
            console.line("An earlier launcher on " + folder.root() + " has gone without stopping its processes; stopping them:");
        }
        new Crew(folder, console).stop();
    }

    private void checkPort() {
        try {
            InetAddress.getByName(options.host());
        } catch (UnknownHostException e) {
            throw new LauncherException("--host " + options.host() + " is not an address of this machine", e);
        }
        if (!LocalPort.isFree(options.host(), options.port())) {
            throw new LauncherException(PortOwner.refusal(options.host(), options.port()));
        }
    }

    private CountDownLatch stopAtExit(DataFolder folder, Crew crew, FileLock lock) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (folder.members().stream().anyMatch(member -> member.process().isPresent())) {
                console.line("Stopping, workers first ...");
            }
            training.stop();
            crew.stop();
            training.awaitEnd();
            try {
                Files.deleteIfExists(folder.readyFile());
                lock.channel().close();
            } catch (IOException e) {
                console.line("! could not clear " + folder.root().resolve("run") + ": " + e.getMessage());
            }
            stopped.countDown();
        }, "stop"));
        return stopped;
    }
}
