package io.offload.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Project;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The transfer that {@code CrashingRunChaosIT} executes is the one of docs/authoring-tasks.md. */
class AuthoringExampleTest {

    @Test
    void transferThatIsExecutedIsTheOneOfThePage() throws Exception {
        String executed = Files.readString(Project.home().resolve("system-tests/next-worker/src/main/java/io/offload/next/TransferTasks.java"));
        assertThat(Document.of("docs/authoring-tasks.md").blocks("java")).anySatisfy(block -> {
            assertThat(block).contains("class TransferTasks");
            assertThat(executed).endsWith(block);
        });
    }
}
