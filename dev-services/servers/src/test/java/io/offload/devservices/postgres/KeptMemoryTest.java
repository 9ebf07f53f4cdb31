package io.offload.devservices.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptMemoryTest {
    @Test
    void whatTheUserSaysOfMemoryStays() {
        assertThat(KeptMemory.environment(Map.of("HOME", "/root")))
                .containsOnlyKeys("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_");
        assertThat(KeptMemory.environment(Map.of("MALLOC_TRIM_THRESHOLD_", "0")))
                .containsOnlyKeys("MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_");
    }
}
