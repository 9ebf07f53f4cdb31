package io.offload.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.catalog.RetryPolicy;
import io.offload.catalog.TaskDefinition;
import io.offload.task.CacheKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheKeysTest {

    @Test
    void equalInputsShareAKeyHoweverTheyAreSpelled() throws IOException {
        TaskDefinition task = task("t", "d", CacheKey.INPUTS);
        assertThat(CacheKeys.of(task, "{\"a\":1.0,\"b\":[2]}")).hasSize(32).isEqualTo(CacheKeys.of(task, " {\"b\":[ 2e0 ], \"a\":1}"));
        assertThat(CacheKeys.of(task, "{\"a\":9007199254740993}")).isNotEqualTo(CacheKeys.of(task, "{\"a\":9007199254740992}"));
    }

    @Test
    void tasksAndSourcesAreKeptApart() throws IOException {
        byte[] key = CacheKeys.of(task("t", "d", CacheKey.INPUTS, CacheKey.TASK_SOURCE), "{}");
        assertThat(CacheKeys.of(task("t", "e", CacheKey.INPUTS, CacheKey.TASK_SOURCE), "{}")).isNotEqualTo(key);
        assertThat(CacheKeys.of(task("u", "d", CacheKey.INPUTS, CacheKey.TASK_SOURCE), "{}")).isNotEqualTo(key);
        assertThat(CacheKeys.of(task("t", "d", CacheKey.INPUTS), "{}")).isNotEqualTo(key);
    }

    @Test
    void sourceAloneMakesAllInputsEqual() throws IOException {
        TaskDefinition task = task("t", "d", CacheKey.TASK_SOURCE);
        assertThat(CacheKeys.of(task, "{\"a\":1}")).isEqualTo(CacheKeys.of(task, "{\"a\":2}"));
    }

    @Test
    void taskWithoutACacheHasNoKey() {
        assertThatThrownBy(() -> CacheKeys.of(task("t", "d"), "{}")).hasMessageContaining("'t' has no cache");
    }

    private static TaskDefinition task(String name, String digest, CacheKey... parts) {
        return new TaskDefinition(
                name, "", "default", List.of(), new RetryPolicy(0, List.of(Duration.ofSeconds(1)), 0, List.of(), List.of()), Optional.empty(),
                new TaskDefinition.Cache(Set.of(parts), Optional.empty(), false, true), null, true, false, Optional.empty(), "{}", "{}", digest, "X#x",
                (input, context) -> "null", Optional.empty(), Optional.empty());
    }
}
