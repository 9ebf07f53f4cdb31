package io.offload.devservices.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCachesTest {
    private static final String SUFFIX = Runtime.version().feature() >= 25 ? ".aot" : ".jsa";
    private static final List<String> NAMES = List.of("launcher", "kafka", "api", "worker");

    @TempDir
    Path folder;

    @Test
    void withoutAFolderThereAreNone() {
        StartCaches off = new StartCaches(null, null);
        assertThat(off.incomplete()).isFalse();
        assertThat(off.options("api", List.of("-Xmx512m"))).isEmpty();
    }

    @Test
    void whatIsMissingIsNotUsed() throws IOException {
        StartCaches caches = new StartCaches(folder, null);
        write(folder, List.of("api"));
        assertThat(caches.incomplete()).isTrue();
        assertThat(caches.options("worker", List.of())).isEmpty();
        assertThat(caches.options("api", List.of("-Xmx512m"))).singleElement().asString().startsWith("-XX:").endsWith("=" + folder.resolve("api" + SUFFIX));
    }

    @Test
    void aUserWhoDecidesHimselfIsLeftAlone() throws IOException {
        write(folder, NAMES);
        assertThat(new StartCaches(folder, null).options("api", List.of("-Xmx1g", "-XX:AOTCache=mine"))).isEmpty();
        assertThat(new StartCaches(folder, null).options("api", List.of("-Xshare:off"))).isEmpty();
    }

    @Test
    void recordingGoesIntoTheDraftWhateverThereIs() throws IOException {
        write(folder, NAMES);
        Path draft = Files.createDirectory(folder.resolve("training-1"));
        assertThat(new StartCaches(folder, draft).options("kafka", List.of())).singleElement().asString().endsWith("=" + draft.resolve("kafka" + SUFFIX));
    }

    @Test
    void onlyACompleteRecordingIsTakenOver() throws IOException {
        StartCaches caches = new StartCaches(folder, null);
        Path draft = Files.createDirectory(folder.resolve("training-2"));
        write(draft, NAMES.subList(0, 3));
        assertThatThrownBy(() -> caches.publish(draft)).isInstanceOf(IOException.class).hasMessageContaining("worker");
        assertThat(caches.options("api", List.of())).isEmpty();
        write(draft, NAMES);
        caches.publish(draft);
        assertThat(caches.incomplete()).isFalse();
    }

    private static void write(Path into, List<String> names) throws IOException {
        for (String name : names) {
            Files.writeString(into.resolve(name + SUFFIX), name);
        }
    }
}
