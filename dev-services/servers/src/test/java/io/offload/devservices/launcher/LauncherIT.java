package io.offload.devservices.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.devservices.LocalPort;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in processes of its own, with real Kafka and Postgres and stand-ins for the services. */
class LauncherIT {
    private static final Pattern ENTRY =
            Pattern.compile("\\{\"role\":\"(\\w+)\",\"name\":\"([\\w-]+)\",\"pid\":(\\d+),\"port\":(\\d+),\"health\":\"(\\w+)\"}");

    private record Entry(String role, String name, long pid, int port, String health) {}

    private record Result(int code, String output) {}

    @TempDir
    static Path home;

    private static int port;

    @BeforeAll
    static void startTheFirstSystem() throws Exception {
        for (String module : List.of("api-service", "task-worker")) {
            Path jar = home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            writeServiceJar(jar);
        }
        port = LocalPort.free();
        Result up = offload("up", "--data", "first", "--port", Integer.toString(port), "--workers", "2", "--detach");
        assertThat(up.output()).contains("Ready after", "curl -s -X POST 'http://127.0.0.1:" + port + "/api/v1/tasks/echo/runs'",
                "Stop it with ./offload down --data " + home.resolve("first") + ".");
        assertThat(up.code()).isZero();
    }

    @AfterAll
    static void stopTheFirstSystem() throws Exception {
        List<Entry> entries = status("first");
        Result down = offload("down", "--data", "first");
        assertThat(down.code()).isZero();
        assertThat(entries).noneMatch(entry -> ProcessHandle.of(entry.pid()).filter(ProcessHandle::isAlive).isPresent());
        assertThat(status("first")).isEmpty();
    }

    @Test
    void statusListsEveryProcessOnce() throws Exception {
        List<Entry> entries = status("first");
        assertThat(entries).extracting(Entry::role).contains("postgres", "kafka", "api", "worker");
        assertThat(entries).extracting(Entry::pid).doesNotHaveDuplicates();
        assertThat(entries).filteredOn(entry -> entry.role().equals("api")).extracting(Entry::port).containsExactly(port);
        assertThat(entries).filteredOn(entry -> !entry.name().equals("worker-2")).extracting(Entry::health).containsOnly("UP");
    }

    @Test
    void kafkasOwnToolsFindTheKafkaOfTheFolder() throws Exception {
        assertThat(offload("kafka", "topics", "--create", "--topic", "letters", "--data", "first").output()).contains("Created topic letters");
        assertThat(offload("kafka", "--data", "first", "topics", "--list").output().lines()).contains("letters");
        assertThat(offload("kafka", "topics", "--list", "--data", "nothing-runs-here").output()).contains("no Kafka runs on");
        Result unknown = offload("kafka", "console-toaster", "--data", "first");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.output()).contains("console-consumer", "consumer-groups");
    }

    @Test
    void aSecondUpOnTheSameDataSaysSoAndLeavesTheFirstAlone() throws Exception {
        Result again = offload("up", "--data", "first", "--port", Integer.toString(LocalPort.free()));
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.output()).contains("already up", "http://127.0.0.1:" + port);
        assertThat(status("first")).filteredOn(entry -> entry.role().equals("api")).extracting(Entry::health).containsOnly("UP");
    }

    @Test
    void aPortInUseIsNamedWithWhoHasItAndNothingIsLeftBehind() throws Exception {
        Result up = offload("up", "--data", "third", "--port", Integer.toString(port));
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.output()).contains("port " + port).contains("in use");
        if (Files.exists(Path.of("/proc/net/tcp"))) {
            assertThat(up.output()).contains("another Offload system, on " + home.toRealPath().resolve("first"));
        }
        assertThat(status("third")).isEmpty();
    }

    @Test
    void aWorkerThatDiesIsReported() throws Exception {
        Entry worker = status("first").stream().filter(entry -> entry.name().equals("worker-2")).findFirst().orElseThrow();
        ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(status("first"))
                .filteredOn(entry -> entry.name().equals("worker-2")).extracting(Entry::health).containsExactly("DEAD"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(home.resolve("first/logs/launcher.log"))
                .content().contains("worker-2 (process " + worker.pid() + ") was ended by signal 9"));
    }

    @Test
    void envPrintsTheSettingsThatLeadToTheServers() throws Exception {
        List<Entry> entries = status("first");
        assertThat(entries).filteredOn(entry -> Set.of("postgres", "kafka").contains(entry.role())).hasSize(2);
        List<String> expected = new ArrayList<>(List.of("export OFFLOAD_POSTGRES_USER=offload", "export OFFLOAD_POSTGRES_PASSWORD=offload"));
        for (Entry entry : entries) {
            if (entry.role().equals("kafka")) {
                expected.add("export OFFLOAD_KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:" + entry.port());
            } else if (entry.role().equals("postgres")) {
                expected.add("export OFFLOAD_POSTGRES_URL=postgresql://127.0.0.1:" + entry.port() + "/offload");
            }
        }
        assertThat(offload("env", "--data", "first").output().lines()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(offload("env", "--data", "nothing-here").code()).isEqualTo(1);
    }

    @Test
    void servicesAreToldWhereTheirServersAre() throws Exception {
        Entry postgres = status("first").stream().filter(entry -> entry.role().equals("postgres")).findFirst().orElseThrow();
        Result logs = offload("logs", "worker-1", "--data", "first");
        assertThat(logs.output()).contains("OFFLOAD_POSTGRES_URL=postgresql://127.0.0.1:" + postgres.port() + "/offload");
        assertThat(offload("logs", "nobody", "--data", "first").output()).contains("no log of 'nobody'");
    }

    @Test
    void aSystemWhoseLauncherWasKilledIsStoppedByTheNextCommand() throws Exception {
        String second = Integer.toString(LocalPort.free());
        assertThat(offload("up", "--data", "second", "--port", second, "--detach").code()).isZero();
        List<Entry> before = status("second");
        assertThat(before).hasSize(4).noneMatch(entry -> status("first").stream().anyMatch(other -> other.pid() == entry.pid()));
        killLauncher("second");

        Result up = offload("up", "--data", "second", "--port", second, "--workers", "0", "--detach");
        assertThat(up.code()).isZero();
        assertThat(up.output()).contains("An earlier launcher");
        assertThat(before).noneMatch(entry -> ProcessHandle.of(entry.pid()).filter(ProcessHandle::isAlive).isPresent());
        assertThat(status("second")).extracting(Entry::role).containsExactlyInAnyOrder("postgres", "kafka", "api");

        killLauncher("second");
        assertThat(offload("down", "--data", "second").output()).contains("kafka stopped");
        assertThat(status("second")).isEmpty();
        assertThat(offload("down", "--data", "second").output()).contains("Nothing runs");
    }

    @Test
    void aServiceThatDoesNotStartTakesEverythingDownWithItAndItsLastWordsAreShown() throws Exception {
        Map<String, String> environment = Map.of("OFFLOAD_API_JAVA_OPTS", "-Xmx1m -XX:NoSuchOption");
        Result up = offload(environment, "up", "--data", "fourth", "--port", Integer.toString(LocalPort.free()));
        assertThat(up.code()).isEqualTo(1);
        assertThat(up.output()).contains("api ended with exit code 1").contains("NoSuchOption");
        assertThat(status("fourth")).isEmpty();
    }

    @Test
    void startCachesAreRecordedInTheBackgroundAndUsedFromThenOn() throws Exception {
        Path caches = home.resolve("start-cache");
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(new StartCaches(caches, null).incomplete())
                .as(() -> "training.log: " + read(caches.resolve("training.log"))).isFalse());
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(caches)) {
                assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("training-"));
            }
        });
        damageWorkerCache(caches);

        String sixth = Integer.toString(LocalPort.free());
        try {
            assertThat(offload("up", "--data", "sixth", "--port", sixth, "--detach").code()).isZero();
            List<Entry> entries = status("sixth");
            assertThat(entries).extracting(Entry::health).containsOnly("UP");
            assertThat(entries).filteredOn(entry -> !entry.role().equals("postgres")).allSatisfy(entry -> assertThat(
                    ProcessHandle.of(entry.pid()).orElseThrow().info().arguments().orElseThrow()).anyMatch(argument -> argument.contains("=" + caches.resolve(entry.role()))));
            assertThat(offload("logs", "api", "--data", "sixth").output()).doesNotContain("[warning]", "[error]");
            assertThat(offload("logs", "worker", "--data", "sixth").output()).as("of a damaged cache").contains("[warning]", "OFFLOAD_POSTGRES_URL");
        } finally {
            assertThat(offload("down", "--data", "sixth").code()).isZero();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static void damageWorkerCache(Path caches) throws IOException {
        try (Stream<Path> files = Files.list(caches)) {
            Path cache = files.filter(file -> file.getFileName().toString().startsWith("worker.")).findFirst().orElseThrow();
            Files.write(cache, new byte[] {1, 2, 3});
        }
    }

    private static void killLauncher(String data) throws IOException {
        long pid = Long.parseLong(Files.readString(home.resolve(data).resolve("run/launcher.pid")).trim());
        ProcessHandle launcher = ProcessHandle.of(pid).orElseThrow();
        launcher.destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> !launcher.isAlive());
    }

    private static List<Entry> status(String data) {
        try {
            List<Entry> entries = new ArrayList<>();
            String json = offload("status", "--json", "--data", data).output().trim();
            assertThat(json).startsWith("[").endsWith("]");
            Matcher entry = ENTRY.matcher(json);
            while (entry.find()) {
                entries.add(new Entry(entry.group(1), entry.group(2), Long.parseLong(entry.group(3)), Integer.parseInt(entry.group(4)), entry.group(5)));
            }
            return entries;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Result offload(String... arguments) throws IOException, InterruptedException {
        return offload(new HashMap<>(), arguments);
    }

    private static Result offload(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m", "-XX:TieredStopAtLevel=1", "-Doffload.home=" + home, "-Doffload.start-cache=" + home.resolve("start-cache"),
                Launcher.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile(home, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OFFLOAD_"));
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Result(code, Files.readString(output));
    }

    /** The class path of this JVM without its folders: what a user starts consists of jars, and start caches hold nothing else. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator)).filter(entry -> Files.isRegularFile(Path.of(entry))).collect(Collectors.joining(File.pathSeparator));
    }

    private static void writeServiceJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        List<String> classes = List.of(FakeService.class.getName().replace('.', '/') + ".class");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String file : classes) {
                out.putNextEntry(new JarEntry(file));
                try (InputStream in = FakeService.class.getClassLoader().getResourceAsStream(file)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }
}
