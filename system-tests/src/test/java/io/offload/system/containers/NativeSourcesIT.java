package io.offload.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.system.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexReader;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What Quarkus would give a native compiler, as {@code -Pnative-sources} has made it: every type that Jackson reads or writes by reflection is registered,
 * and so are the migrations.
 */
@EnabledIfSystemProperty(named = "native.sources", matches = "true", disabledReason = "made by -Pnative-sources, as in ./offload test")
class NativeSourcesIT {
    private static final DotName TASK = DotName.createSimple("io.offload.task.Task");
    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");
    /** Written by Jackson, and named by no method of a resource. */
    private static final List<String> WRITTEN_APART = List.of("io.offload.api.problem.ProblemDocument", "io.offload.api.problem.Fault",
            "io.offload.api.logs.LogLine", "io.offload.api.demo.DemoAccepted");

    @Test
    void typesOfTasksAreRegistered() throws IOException {
        Index index = index("example-tasks");
        Set<String> types = new HashSet<>();
        index.getAnnotations(TASK).forEach(task -> collect(task.target().asMethod(), index, types));
        assertThat(types).contains("io.offload.examples.CsvProfile", "io.offload.examples.CsvProfile$Column", "io.offload.examples.ColumnType");
        assertThat(registered("task-worker")).containsAll(types);
    }

    @Test
    void typesOfAnswersAreRegistered() throws IOException {
        Index index = index("api-service");
        Set<String> types = new HashSet<>(WRITTEN_APART);
        index.getAnnotations(PATH).stream().filter(path -> path.target().kind() == org.jboss.jandex.AnnotationTarget.Kind.CLASS)
                .flatMap(path -> path.target().asClass().methods().stream()).filter(method -> method.hasDeclaredAnnotation(DotName.createSimple("jakarta.ws.rs.GET")))
                .forEach(method -> collect(method.returnType(), index, types));
        assertThat(types).contains("io.offload.api.worker.WorkerView", "io.offload.api.queue.QueueView", "io.offload.api.demo.DemoStatus");
        assertThat(registered("api-service")).containsAll(types);
    }

    @Test
    void migrationsAndSqlAreInBoth() throws IOException {
        for (String module : List.of("task-worker", "api-service")) {
            String resources = read(module, "META-INF/native-image/resource-config.json").toString();
            try (Stream<Path> migrations = Files.list(Project.home().resolve("task-registry/src/main/resources/db/offload"))) {
                assertThat(migrations).isNotEmpty().allSatisfy(file -> assertThat(resources).contains("db/offload/" + file.getFileName()));
            }
            assertThat(read(module, "META-INF/native-image/io.offload/" + module + "/reachability-metadata.json").path("resources")).isNotEmpty();
            assertThat(Files.readString(sources(module).resolve("native-image.args"))).contains("-runner.jar");
        }
    }

    private static void collect(MethodInfo method, Index index, Set<String> types) {
        collect(method.returnType(), index, types);
        method.parameterTypes().forEach(type -> collect(type, index, types));
    }

    /** The records and enums of ours that a type is made of; other classes of ours, such as a stream of events, are not JSON. */
    private static void collect(Type type, Index index, Set<String> types) {
        switch (type.kind()) {
            case PARAMETERIZED_TYPE -> type.asParameterizedType().arguments().forEach(argument -> collect(argument, index, types));
            case ARRAY -> collect(type.asArrayType().constituent(), index, types);
            case CLASS -> {
                ClassInfo known = index.getClassByName(type.name());
                if (known != null && (known.isRecord() || known.isEnum()) && types.add(known.name().toString())) {
                    known.fields().stream().filter(field -> !java.lang.reflect.Modifier.isStatic(field.flags())).forEach(field -> collect(field.type(), index, types));
                }
            }
            default -> { }
        }
    }

    private static Set<String> registered(String module) throws IOException {
        Set<String> names = new HashSet<>();
        read(module, "META-INF/native-image/reflect-config.json").forEach(type -> {
            if (type.path("allDeclaredConstructors").asBoolean() && type.path("allDeclaredMethods").asBoolean()) {
                names.add(type.path("name").asText());
            }
        });
        return names;
    }

    private static JsonNode read(String module, String entry) throws IOException {
        try (ZipFile jar = new ZipFile(sources(module).resolve(module + "-0.1.0-SNAPSHOT-runner.jar").toFile());
                InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static Path sources(String module) {
        return Project.home().resolve(module).resolve("target/native-sources");
    }

    private static Index index(String module) throws IOException {
        try (InputStream in = Files.newInputStream(Project.home().resolve(module).resolve("target/classes/META-INF/jandex.idx"))) {
            return new IndexReader(in).read();
        }
    }
}
