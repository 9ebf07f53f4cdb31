package io.offload.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.task.Task;
import io.offload.task.testing.TestContext;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the authoring guide build and run. */
class AuthoringGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "authoring-tasks.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String DATABASE =
            "@ApplicationScoped public class Database { @jakarta.enterprise.inject.Produces javax.sql.DataSource source() { return null; } }";

    @Test
    void everyExampleBuildsAndRuns(@TempDir Path folder) throws Exception {
        List<String> sources = new ArrayList<>(List.of(DATABASE));
        JAVA.matcher(Files.readString(GUIDE)).results().forEach(block -> sources.add(block.group(1)));
        try (BuiltApplication application = BuiltApplication.of(folder, sources.toArray(String[]::new))) {
            assertThat(application.catalog().tasks())
                    .extracting(TaskDefinition::name)
                    .containsExactly("build-report", "exchange-rate", "greet", "import-rows", "total-invoice", "transfer");
            assertThat(call(application, "greet", "{\"name\":\"Ada\"}")).isEqualTo("\"Hello Ada\"");
            assertThat(call(application, "import-rows", "{\"rows\":[\"a\",\"b\"]}")).isEqualTo("2");
            assertThat(call(application, "exchange-rate", "{\"from\":\"EUR\",\"to\":\"USD\"}")).isEqualTo("1.08");
            assertThat(call(application, "build-report", "{\"region\":\"South\",\"day\":\"2026-01-02\"}")).isEqualTo("\"South 2026-01-02\"");
            assertThat(call(application, "total-invoice", "{\"lines\":[{\"article\":\"pen\",\"count\":2,\"unit_price\":1.50}],\"currency\":\"EUR\"}"))
                    .isEqualTo("3.5700");
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyOptionIsExplained() throws Exception {
        String guide = Files.readString(GUIDE);
        assertThat(Stream.of(Task.class.getDeclaredMethods()).map(Method::getName)).allSatisfy(option -> assertThat(guide).contains("| `" + option + "` |"));
    }

    private static String call(BuiltApplication application, String task, String input) throws Throwable {
        return application.task(task).invoker().invoke(input, TestContext.firstAttempt());
    }
}
