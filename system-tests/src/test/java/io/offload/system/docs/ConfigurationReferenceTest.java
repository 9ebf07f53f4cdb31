package io.offload.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;

/** docs/configuration.md and the check at start know every setting of the code, with its default, and no other. */
class ConfigurationReferenceTest {
    private static final List<String> MODULES = List.of("task-registry", "task-worker", "api-service", "example-tasks", "dev-services/deployment");
    private static final Pattern ROW = Pattern.compile("^\\| `(offload\\.[a-z.-]+)` \\| (?:`([^`]*)`|none) \\|", Pattern.MULTILINE);

    @Test
    void referenceNamesEverySettingWithItsDefault() throws IOException {
        SortedMap<String, String> documented = new TreeMap<>();
        ROW.matcher(Document.of("docs/configuration.md").text()).results()
                .forEach(row -> documented.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
        assertThat(documented).isEqualTo(settings());
    }

    @Test
    void checkAtStartKnowsEverySettingWithItsDefault() throws IOException {
        assertThat(properties(Project.home().resolve("task-registry/src/main/resources/io/offload/settings/known.properties"))).isEqualTo(settings());
    }

    /** What the mapping interfaces, single injected properties and the defaults in jars say. */
    private static SortedMap<String, String> settings() throws IOException {
        SortedMap<String, String> settings = new TreeMap<>();
        Index index = index();
        for (AnnotationInstance mapping : index.getAnnotations("io.smallrye.config.ConfigMapping")) {
            for (MethodInfo method : mapping.target().asClass().methods()) {
                AnnotationInstance value = method.annotation("io.smallrye.config.WithDefault");
                settings.put(mapping.value("prefix").asString() + "." + kebab(method.name()), value == null ? "" : value.value().asString());
            }
        }
        for (AnnotationInstance property : index.getAnnotations("org.eclipse.microprofile.config.inject.ConfigProperty")) {
            if (property.target().kind() == AnnotationTarget.Kind.METHOD_PARAMETER && property.value("name").asString().startsWith("offload.")) {
                settings.put(property.value("name").asString(), property.value("defaultValue").asString());
            }
        }
        for (String module : MODULES) {
            Path defaults = Project.home().resolve(module).resolve("src/main/resources/META-INF/microprofile-config.properties");
            if (Files.exists(defaults)) {
                properties(defaults).forEach((name, value) -> {
                    if (name.startsWith("offload.")) {
                        settings.put(name, value);
                    }
                });
            }
        }
        assertThat(settings).isNotEmpty();
        return settings;
    }

    private static Index index() throws IOException {
        Indexer indexer = new Indexer();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Project.home().resolve(module).resolve("target/classes"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    try (InputStream bytes = Files.newInputStream(file)) {
                        indexer.index(bytes);
                    }
                }
            }
        }
        return indexer.complete();
    }

    private static SortedMap<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream bytes = Files.newInputStream(file)) {
            properties.load(bytes);
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        for (Map.Entry<Object, Object> entry : properties.entrySet()) {
            sorted.put(entry.getKey().toString(), entry.getValue().toString());
        }
        return sorted;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
