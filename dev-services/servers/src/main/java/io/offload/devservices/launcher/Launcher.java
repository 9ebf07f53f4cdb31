package io.offload.devservices.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The Java half of {@code ./offload}, which finds a JDK and builds; this runs the commands {@code up}, {@code warm}, {@code status}, {@code env},
 * {@code logs}, {@code kafka}, {@code down} and {@code dev}. The system property {@code offload.home} is the folder of the project,
 * {@code offload.app} that of the build to run (by default the same).
 */
public final class Launcher {
    /** {@code up --detach} in the process that stays. */
    static final String SUPERVISE = "supervise";
    /** Records the start caches, if they are not complete. */
    static final String TRAIN = "warm";

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Path home;
    private final Path app;
    private final Console console;

    private Launcher(Path home, Path app, Console console) {
        this.home = home;
        this.app = app;
        this.console = console;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: Launcher up|warm|status|env|logs|kafka|down|dev [options]");
            System.exit(MISUSED);
        }
        Path home = Path.of(System.getProperty("offload.home", ".")).toRealPath();
        Path app = Path.of(System.getProperty("offload.app", home.toString())).toRealPath();
        try {
            int code = new Launcher(home, app, Console.standard()).run(arguments[0], Arrays.asList(arguments).subList(1, arguments.length));
            System.exit(code);
        } catch (LauncherException e) {
            System.err.println("offload: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private int run(String command, List<String> arguments) throws IOException, InterruptedException {
        switch (command) {
            case "up" -> {
                UpOptions options = UpOptions.parse(arguments, defaultData());
                if (options.detach()) {
                    return new Detached(options, home, console).run();
                }
                new Up(options, home, app, console, System.getenv()).run();
            }
            case SUPERVISE -> new Up(UpOptions.parse(arguments, defaultData()), home, app, console, System.getenv()).run();
            case TRAIN -> {
                StartCaches caches = StartCaches.ofThisLauncher();
                if (caches.folder() == null) {
                    throw new LauncherException("start caches are switched off (OFFLOAD_START_CACHE=off)");
                }
                return new TrainStartCaches(caches, home, console).run() ? 0 : FAILED;
            }
            case "status" -> {
                Arguments parsed = Arguments.parse(command, arguments, Set.of("--data"), Set.of("--json"), 0);
                new Status(folder(parsed), console).run(parsed.flags().contains("--json"));
            }
            case "env" -> new Env(folder(Arguments.parse(command, arguments, Set.of("--data"), Set.of(), 0)), console).run();
            case "kafka" -> kafka(arguments);
            case "down" -> new Down(folder(Arguments.parse(command, arguments, Set.of("--data"), Set.of(), 0)), console).run();
            case "logs" -> {
                Arguments parsed = Arguments.parse(command, arguments, Set.of("--data", "--lines", "-n"), Set.of("--follow", "-f"), 1);
                int lines = parsed.number("-n", parsed.number("--lines", 100, 0, 1_000_000), 0, 1_000_000);
                new Logs(folder(parsed), console, parsed.words().stream().findFirst(), lines, !parsed.flags().isEmpty()).run();
            }
            case "dev" -> {
                Arguments parsed = Arguments.parse(command, arguments, Set.of("--data", "--port"), Set.of(), 0);
                Path data = Path.of(parsed.values().getOrDefault("--data", home.resolve(".offload").resolve("dev").toString()));
                new DevMode(home, data.toAbsolutePath().normalize(), parsed.number("--port", 8000, 1, 65_535), console).run();
            }
            default -> throw new LauncherException("there is no command '" + command + "'; see ./offload help");
        }
        return 0;
    }

    private void kafka(List<String> arguments) throws IOException, InterruptedException {
        try {
            KafkaTool.run(arguments, System.getenv(), data -> DataFolder.of(data == null ? defaultData() : Path.of(data)));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LauncherException("the tool failed: " + e.getMessage(), e);
        }
    }

    private Path defaultData() {
        return home.resolve(".offload").resolve("data");
    }

    private DataFolder folder(Arguments arguments) {
        return DataFolder.of(Path.of(arguments.values().getOrDefault("--data", defaultData().toString())));
    }

    /** Waits for all, at once for the first that fails, whose reason is thrown. */
    static void awaitAll(List<CompletableFuture<Void>> starts) {
        CompletableFuture<Void> firstFailure = new CompletableFuture<>();
        starts.forEach(start -> start.whenComplete((done, failure) -> {
            if (failure != null) {
                firstFailure.completeExceptionally(failure);
            }
        }));
        try {
            CompletableFuture.anyOf(firstFailure, CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new))).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : e;
        }
    }
}
