package io.offload.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.task.CacheKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDiscoveryTest {
    @TempDir
    Path folder;

    @Test
    void everyOptionReachesTheDefinition() throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, """
                @ApplicationScoped
                public class Everything {
                    @Task(name = "all-of-it", description = " does it ", queue = "slow", tags = {"a:1", "b"}, retries = 5,
                          retryDelay = "exponential(1s, 5s)", retryJitter = 0.25, retryOn = java.io.IOException.class,
                          noRetryOn = {java.io.FileNotFoundException.class, Stop.class}, timeout = "90s",
                          cache = {CacheKey.INPUTS, CacheKey.TASK_SOURCE}, cacheExpiration = "7d", cacheRefresh = true, cacheIsolation = false,
                          runName = "{city} today", onCompletion = "done", onFailure = "failed", captureLogs = false, capturePrints = true,
                          retention = "2h")
                    String run(String city, TaskContext context) { return city; }
                    void done(FinishedRun run) {}
                    void failed() {}
                    static class Stop extends RuntimeException {}
                }""")) {
            TaskDefinition task = application.task("all-of-it");
            assertThat(task.description()).isEqualTo("does it");
            assertThat(task.queue()).isEqualTo("slow");
            assertThat(task.tags()).containsExactly("a:1", "b");
            assertThat(task.retry().retries()).isEqualTo(5);
            assertThat(task.retry().delays()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(5));
            assertThat(task.retry().jitter()).isEqualTo(0.25);
            assertThat(task.retry().retryOn()).containsExactly(IOException.class);
            assertThat(task.retry().noRetryOn()).extracting(Class::getSimpleName).containsExactly("FileNotFoundException", "Stop");
            assertThat(task.timeout()).contains(Duration.ofSeconds(90));
            assertThat(task.cache().parts()).containsExactlyInAnyOrder(CacheKey.INPUTS, CacheKey.TASK_SOURCE);
            assertThat(task.cache().expiration()).contains(Duration.ofDays(7));
            assertThat(task.cache().refresh()).isTrue();
            assertThat(task.cache().isolation()).isFalse();
            assertThat(task.runName()).isEqualTo("{city} today");
            assertThat(task.captureLogs()).isFalse();
            assertThat(task.capturePrints()).isTrue();
            assertThat(task.retention()).contains(Duration.ofHours(2));
            assertThat(task.onCompletion()).isPresent();
            assertThat(task.onFailure()).isPresent();
            assertThat(task.declaredBy()).isEqualTo("app.Everything#run");
            assertThat(task.sourceDigest()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void defaultsAreThoseOfTheAnnotation() throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, """
                @ApplicationScoped
                public class Plain {
                    @Task public void sendTheReport() {}
                }""")) {
            TaskDefinition task = application.task("send-the-report");
            assertThat(task.queue()).isEqualTo("default");
            assertThat(task.retry().maxAttempts()).isEqualTo(1);
            assertThat(task.timeout()).contains(Duration.ofHours(1));
            assertThat(task.cache().enabled()).isFalse();
            assertThat(task.runName()).isNull();
            assertThat(task.captureLogs()).isTrue();
            assertThat(task.retention()).isEmpty();
            assertThat(task.hasHooks()).isFalse();
        }
    }

    @Test
    void tasksMayShareAHook() throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, """
                @ApplicationScoped
                public class Sharing {
                    @Task(onCompletion = "ended", onFailure = "ended") public void one() {}
                    @Task(onFailure = "ended") public void two() {}
                    void ended(FinishedRun run) {}
                }""")) {
            assertThat(application.task("one").onCompletion()).isPresent();
            assertThat(application.task("one").onFailure()).isPresent();
            assertThat(application.task("two").onFailure()).isPresent();
        }
    }

    @Test
    void timeoutZeroMeansNone() throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, "@ApplicationScoped public class Long { @Task(timeout = \"0\") void forever() {} }")) {
            assertThat(application.task("forever").timeout()).isEmpty();
        }
    }

    @Test
    void applicationWithoutTasksHasAnEmptyCatalog() throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, "@ApplicationScoped public class Nothing {}")) {
            assertThat(application.catalog().tasks()).isEmpty();
        }
    }

    @Test
    void inheritedTaskBelongsToTheBean() throws Exception {
        try (BuiltApplication application = BuiltApplication.of(
                folder,
                "public abstract class Base { @Task public String inherited(String name) { return name; } @Task public void replaced() {} }",
                "@ApplicationScoped public class Bean extends Base { @Override public void replaced() {} }")) {
            assertThat(application.catalog().tasks()).extracting(TaskDefinition::name).containsExactly("inherited");
            assertThat(application.task("inherited").declaredBy()).isEqualTo("app.Bean#inherited");
        }
    }

    @Test
    void sameClassGivesTheSameDigestAndOtherCodeAnother(@TempDir Path second, @TempDir Path third) throws Exception {
        String source = "@ApplicationScoped public class Digested { @Task int answer() { return 41; } }";
        String digest = digest(folder, source);
        assertThat(digest(second, source)).isEqualTo(digest);
        assertThat(digest(third, source.replace("41", "42"))).isNotEqualTo(digest);
    }

    private static String digest(Path folder, String source) throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, source)) {
            return application.task("answer").sourceDigest();
        }
    }

    @Test
    void missingParameterNamesStopTheBuild() {
        assertThatThrownBy(() -> BuiltApplication.of(folder, List.of(), "@ApplicationScoped public class Unnamed { @Task void run(String a) {} }"))
                .hasMessageContaining("app.Unnamed#run")
                .hasMessageContaining("-parameters");
    }

    @Test
    void classThatIsNoBeanStopsTheBuild() {
        assertThatThrownBy(() -> BuiltApplication.of(folder, "public class Loose { @Task void run() {} }"))
                .hasMessageContaining("app.Loose")
                .hasMessageContaining("@ApplicationScoped");
    }

    @Test
    void taskOfAnInterfaceStopsTheBuild() {
        assertThatThrownBy(() -> BuiltApplication.of(
                        folder,
                        "public interface Job { @Task void run(); }",
                        "@ApplicationScoped public class Worker implements Job { @Override public void run() {} }"))
                .hasMessageContaining("app.Job")
                .hasMessageContaining("method of the bean");
    }

    @Test
    void nameUsedTwiceStopsTheBuildNamingBoth() {
        assertThatThrownBy(() -> BuiltApplication.of(
                        folder,
                        "@ApplicationScoped public class One { @Task void load() {} }",
                        "@ApplicationScoped public class Two { @Task(name = \"load\") void other() {} }"))
                .hasMessageContaining("app.One#load")
                .hasMessageContaining("app.Two#other");
    }

    static Stream<Arguments> badTasks() {
        return Stream.of(
                bad("@Task static void run() {}", "static"),
                bad("@Task private void run() {}", "private"),
                bad("@Task <T> void run(String a) {}", "type parameters"),
                bad("@Task void run(TaskContext a, TaskContext b) {}", "more than one TaskContext"),
                bad("@Task void run(java.io.InputStream in) {}", "cannot read"),
                bad("@Task void run(Runnable code) {}", "cannot read"),
                bad("public sealed interface Shape permits Square {} record Square(int side) implements Shape {} @Task void run(Shape shape) {}", "@JsonSubTypes"),
                bad("@Task void run(@jakarta.validation.constraints.Pattern(regexp = \"[\") String name) {}", "no regular expression"),
                bad("@Task void run(OptionalInt n) {}", "Optional<Integer>"),
                bad("@Task void run(Optional n) {}", "type argument"),
                bad("@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Nullable {} @Task void run(@Nullable int n) {}", "nullable"),
                bad("@Task void run(int failTimes, int fail_times) {}", "fail_times"),
                bad("@Task void run(@JsonProperty(defaultValue = \"x\") int n) {}", "default"),
                bad("@Task Multi<String> run() { return null; }", "Multi"),
                bad("@Task Uni run() { return null; }", "Uni<String>"),
                bad("@Task java.util.concurrent.Future<String> run() { return null; }", "Future"),
                bad("@Task(name = \"Bad_Name\") void run() {}", "'name'"),
                bad("@Task(queue = \"a b\") void run() {}", "'queue'"),
                bad("@Task(tags = \"a b\") void run() {}", "'tags'"),
                bad("@Task(tags = {\"a\", \"a\"}) void run() {}", "'tags'"),
                bad("@Task(retries = -1) void run() {}", "'retries'"),
                bad("@Task(retries = 1001) void run() {}", "'retries'"),
                bad("@Task(retryJitter = 1.5) void run() {}", "'retryJitter'"),
                bad("@Task(retryDelay = \"soon\") void run() {}", "'retryDelay'"),
                bad("@Task(retryDelay = \"1s,\") void run() {}", "'retryDelay'"),
                bad("@Task(retryDelay = \"exponential(5m, 1s)\") void run() {}", "'retryDelay'"),
                bad("@Task(timeout = \"-1s\") void run() {}", "'timeout'"),
                bad("@Task(timeout = \"PT0.0001S\") void run() {}", "'timeout'"),
                bad("@Task(timeout = \"\") void run() {}", "'timeout'"),
                bad("@Task(cacheExpiration = \"1h\") void run() {}", "'cache'"),
                bad("@Task(cacheRefresh = true) void run() {}", "'cache'"),
                bad("@Task(cacheIsolation = false) void run() {}", "'cache'"),
                bad("@Task(cache = CacheKey.INPUTS, cacheExpiration = \"never\") void run() {}", "'cacheExpiration'"),
                bad("@Task(runName = \"for {who}\") void run(String name) {}", "'runName'"),
                bad("@Task(runName = \"for {\") void run(String name) {}", "'runName'"),
                bad("@Task(retention = \"10s\") void run() {}", "'retention'"),
                bad("@Task(onCompletion = \"gone\") void run() {}", "'onCompletion'"),
                bad("@Task(onFailure = \"hook\") void run() {} void hook(String x) {}", "'onFailure'"),
                bad("@Task(onFailure = \"hook\") void run() {} private void hook() {}", "'onFailure'"),
                bad("@Task(onFailure = \"hook\") void run() {} void hook() {} void hook(FinishedRun r) {}", "more than one"));
    }

    private static Arguments bad(String method, String message) {
        return Arguments.of(method, message);
    }

    @ParameterizedTest
    @MethodSource("badTasks")
    void badTaskStopsTheBuildNamingClassAndMethod(String method, String message) {
        assertThatThrownBy(() -> BuiltApplication.of(folder, "@ApplicationScoped public class Bad { %s }".formatted(method)))
                .hasMessageContaining("app.Bad#run")
                .hasMessageContaining(message);
    }

    @Test
    void typeParameterOfTheClassStopsTheBuild() {
        assertThatThrownBy(() -> BuiltApplication.of(
                        folder,
                        "public abstract class Generic<T> { @Task public void run(T value) {} }",
                        "@ApplicationScoped public class Bad extends Generic<String> {}"))
                .hasMessageContaining("app.Bad#run")
                .hasMessageContaining("type variable");
    }
}
