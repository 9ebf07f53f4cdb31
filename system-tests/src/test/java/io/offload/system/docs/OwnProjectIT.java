package io.offload.system.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.devservices.LocalPort;
import io.offload.devservices.process.Ending;
import io.offload.devservices.process.Program;
import io.offload.system.OffloadSystem;
import io.offload.system.Project;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/own-project.md, block by block: a fresh Maven project becomes a worker of a running system. Offload's jars go into a local repository of this
 * test, before that of the machine, which gets nothing of them.
 */
class OwnProjectIT {
    private static final Document GUIDE = Document.of("docs/own-project.md");
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Pattern TESTS_RUN = Pattern.compile("Tests run: (\\d+), Failures: 0, Errors: 0, Skipped: 0");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long BUILD_MINUTES = 5;

    private final OffloadSystem system = OffloadSystem.shared();

    @Test
    void freshProjectJoinsARunningSystem(@TempDir Path folder) throws Exception {
        Path repository = folder.resolve("repository");
        publish(repository);
        Path project = folder.resolve("greetings");
        write(project.resolve("pom.xml"), GUIDE.blocks("xml").getFirst());
        write(project.resolve("src/main/java/com/example/GreetingTasks.java"), GUIDE.blocks("java").getFirst());
        write(project.resolve("src/test/java/com/example/GreetingTasksTest.java"), GUIDE.blocks("java").get(1));
        write(project.resolve("src/test/java/com/example/GreetingRunsTest.java"), GUIDE.blocks("java").get(2));
        write(project.resolve("src/main/resources/application.properties"), GUIDE.blocks("properties").getFirst());
        build(project, repository);
        assertThat(testsRun(project)).as("tests of the guide that ran").isEqualTo(3);
        Map<String, String> environment = new HashMap<>(system.settings());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(LocalPort.free()));
        Path log = folder.resolve("greetings.log");
        Process worker = Program.java(List.of("-Xmx320m"), "", List.of("-jar", "target/quarkus-app/quarkus-run.jar"), environment, project, log).start();
        try {
            await("publication of the task").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).failFast(() -> {
                assertThat(worker.isAlive()).as("%s", Program.tail(log, 30)).isTrue();
            }).until(() -> system.api().get("/api/v1/tasks/send-greeting").status() == 200);
            runTheCommands();
        } finally {
            Ending.terminate(worker.toHandle(), Duration.ofSeconds(30));
        }
    }

    private void runTheCommands() {
        List<Document.Command> commands = GUIDE.commands();
        String address = system.api().url().substring("http://".length());
        List<String> printed = Terminal.run(Project.home(), Map.of(), commands.stream().map(command -> command.line().replace("localhost:8000", address)).toList());
        for (int i = 0; i < commands.size(); i++) {
            assertThat(Terminal.plain(printed.get(i))).as(commands.get(i).line()).matches(Terminal.shown(commands.get(i).output()));
        }
    }

    private static int testsRun(Path project) throws IOException {
        int tests = 0;
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(project.resolve("target/surefire-reports"), "*.txt")) {
            for (Path report : reports) {
                Matcher run = TESTS_RUN.matcher(Files.readString(report));
                assertThat(run.find()).as("%s", report).isTrue();
                tests += Integer.parseInt(run.group(1));
            }
        }
        return tests;
    }

    /** What the guide's {@code install} does, from what is built already. */
    private static void publish(Path repository) throws IOException {
        copy(Project.home().resolve("pom.xml"), artifact(repository, "offload", "pom"));
        copy(Project.home().resolve("dev-services/pom.xml"), artifact(repository, "dev-services-parent", "pom"));
        publish(repository, "task-registry", "task-registry");
        publish(repository, "task-worker", "task-worker");
        publish(repository, "dev-services/servers", "dev-services-servers");
        publish(repository, "dev-services/runtime", "dev-services");
        publish(repository, "dev-services/deployment", "dev-services-deployment");
    }

    private static void publish(Path repository, String folder, String name) throws IOException {
        Path module = Project.home().resolve(folder);
        copy(module.resolve("pom.xml"), artifact(repository, name, "pom"));
        copy(module.resolve("target").resolve(name + "-" + VERSION + ".jar"), artifact(repository, name, "jar"));
    }

    private static Path artifact(Path repository, String name, String type) {
        return repository.resolve("io/offload").resolve(name).resolve(VERSION).resolve(name + "-" + VERSION + "." + type);
    }

    /** With the libraries that building Offload has brought here: nothing is downloaded. */
    private static void build(Path project, Path repository) throws IOException, InterruptedException {
        String libraries = System.getProperty("maven.repo.local", Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
        List<String> command = new ArrayList<>(List.of(Project.home().resolve("mvnw").toString(), "-q", "-B", "-o", "package"));
        command.add("-Dmaven.repo.local=" + repository);
        command.add("-Dmaven.repo.local.tail=" + libraries);
        Path log = project.resolve("build.log");
        ProcessBuilder maven = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process build = maven.start();
        if (!build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
        assertThat(build.waitFor()).as("exit code of the build:\n%s", Program.tail(log, 40)).isZero();
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
