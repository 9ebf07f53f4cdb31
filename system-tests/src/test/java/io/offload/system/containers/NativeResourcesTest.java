package io.offload.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.system.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What classes load by name is taken into native images: a native image has no resource that its metadata does not name. The rest is registered by
 * Quarkus, which reads it when it builds: migrations, templates, assets, configuration.
 */
class NativeResourcesTest {
    private static final List<Path> OF_QUARKUS = List.of(Path.of("META-INF"), Path.of("templates"), Path.of("db"), Path.of("application.properties"));

    @ParameterizedTest
    @ValueSource(strings = {"task-registry", "task-worker", "api-service"})
    void everyResourceLoadedByNameIsRegistered(String module) throws IOException {
        Path resources = Project.home().resolve(module).resolve("src/main/resources");
        List<Pattern> registered = registered(resources.resolve("META-INF/native-image/io.offload/" + module + "/reachability-metadata.json"));
        List<Path> ours;
        try (var files = Files.walk(resources)) {
            ours = files.filter(Files::isRegularFile).map(resources::relativize).filter(file -> OF_QUARKUS.stream().noneMatch(file::startsWith)).toList();
        }
        assertThat(ours).isNotEmpty().allSatisfy(file -> assertThat(registered).anyMatch(glob -> glob.matcher(file.toString()).matches()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-registry", "task-worker", "api-service"})
    void noMetadataIsLeftOver(String module) throws IOException {
        Path resources = Project.home().resolve(module).resolve("src/main/resources");
        List<Pattern> registered = registered(resources.resolve("META-INF/native-image/io.offload/" + module + "/reachability-metadata.json"));
        assertThat(registered).isNotEmpty().allSatisfy(glob -> assertThat(resources(resources)).anyMatch(file -> glob.matcher(file).matches()));
    }

    private static List<String> resources(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A glob's {@code **} stands for any number of folders, {@code *} for a name. */
    private static List<Pattern> registered(Path metadata) throws IOException {
        List<Pattern> patterns = new ArrayList<>();
        for (JsonNode resource : new ObjectMapper().readTree(metadata.toFile()).path("resources")) {
            StringBuilder pattern = new StringBuilder();
            for (String folder : resource.path("glob").asText().split("/")) {
                pattern.append(folder.equals("**") ? "(?:[^/]+/)*" : Pattern.quote(folder).replace("*", "\\E[^/]*\\Q") + "/");
            }
            patterns.add(Pattern.compile(pattern.substring(0, pattern.length() - 1)));
        }
        return patterns;
    }
}
