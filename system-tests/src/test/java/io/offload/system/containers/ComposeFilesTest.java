package io.offload.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.offload.system.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files are valid, restart what dies, limit what they start, and open no port that nobody asked for. */
class ComposeFilesTest {
    private static final Set<String> SERVICES = Set.of("api-service", "task-worker");
    private static final Pattern LOCAL_PORT = Pattern.compile("127\\.0\\.0\\.1:\\d+:\\d+");

    private final ComposeFile development = ComposeFile.read("docker-compose.yml");
    private final ComposeFile production = ComposeFile.read("docker-compose.prod.yml");

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.prod.yml", "deploy/containers/host-network.yml"})
    void fitsTheComposeSpecification(String file) throws IOException {
        assertThat(withoutResets(specification().validate(ComposeFile.read(file).content()), file)).isEmpty();
    }

    @Test
    void aMistakeIsFound() throws IOException {
        JsonNode wrong = new ObjectMapper().readTree("{\"services\":{\"a\":{\"image\":\"b\",\"restarts\":\"always\"}}}");
        assertThat(specification().validate(wrong)).isNotEmpty();
    }

    /** The specification's own name is relative, which the library refuses: it is left out, nothing refers to it. */
    private static Schema specification() throws IOException {
        try (InputStream in = ComposeFilesTest.class.getResourceAsStream("compose-spec.json")) {
            ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(in);
            schema.remove("$id");
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema);
        }
    }

    @Test
    void everythingRestartsHasLimitsAndRotatesItsLog() {
        development.content().path("services").properties().forEach(service -> {
            assertThat(service.getValue().path("restart").asText()).as(service.getKey()).isEqualTo("unless-stopped");
            assertThat(service.getValue().at("/deploy/resources/limits/memory").asText()).as(service.getKey()).isNotEmpty();
            assertThat(service.getValue().at("/deploy/resources/limits/cpus").asText()).as(service.getKey()).isNotEmpty();
            assertThat(service.getValue().at("/logging/options/max-size").asText()).as(service.getKey()).isNotEmpty();
            assertThat(production.service(service.getKey()).path("restart").asText()).as(service.getKey()).isEqualTo("always");
        });
    }

    @Test
    void theServicesRunReadOnlyAndWithoutPrivileges() {
        SERVICES.forEach(service -> {
            assertThat(development.service(service).path("read_only").asBoolean()).isTrue();
            assertThat(development.service(service).at("/cap_drop/0").asText()).isEqualTo("ALL");
            assertThat(development.service(service).at("/security_opt/0").asText()).isEqualTo("no-new-privileges:true");
        });
    }

    @Test
    void theServicesWaitForHealthyServersWhichHaveHealthChecks() {
        SERVICES.forEach(service -> development.service(service).path("depends_on").properties().forEach(server -> {
            assertThat(server.getValue().path("condition").asText()).isEqualTo("service_healthy");
            assertThat(development.service(server.getKey()).at("/healthcheck/test").size()).isPositive();
        }));
        assertThat(development.service("task-worker").path("depends_on").size()).isEqualTo(2);
    }

    @Test
    void portsAreOpenedOnThisMachineOnly() {
        development.content().path("services").forEach(service ->
                service.path("ports").forEach(port -> assertThat(port.asText()).matches(LOCAL_PORT)));
    }

    @Test
    void inProductionNeitherKafkaNorPostgresNorPrometheusHasAPort() {
        for (String hidden : List.of("kafka", "postgres", "prometheus")) {
            assertThat(production.service(hidden).has("ports")).as(hidden).isTrue();
            assertThat(production.service(hidden).path("ports").size()).as(hidden).isZero();
        }
        SERVICES.forEach(service -> {
            assertThat(production.service(service).get("build").isNull()).isTrue();
            assertThat(production.service(service).get("develop").isNull()).isTrue();
        });
    }

    @Test
    void everyFolderThatIsWatchedOrMountedOrBuiltExists() {
        List<Path> named = new ArrayList<>();
        development.content().path("services").forEach(service -> {
            service.at("/develop/watch").forEach(watch -> named.add(Path.of(watch.path("path").asText())));
            if (service.has("build")) {
                named.add(Path.of(service.at("/build/dockerfile").asText()));
            }
        });
        assertThat(named).hasSizeGreaterThan(10).allSatisfy(path -> assertThat(Project.home().resolve(path)).exists());
    }

    @Test
    void theServicesAreGivenSettingsThatExist() throws IOException {
        Properties known = new Properties();
        try (InputStream file = Files.newInputStream(Project.home().resolve("task-registry/src/main/resources/io/offload/settings/known.properties"))) {
            known.load(file);
        }
        Set<String> variables = new HashSet<>();
        known.stringPropertyNames().forEach(name -> variables.add(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT)));
        for (ComposeFile file : List.of(development, production)) {
            file.content().path("services").forEach(service -> service.path("environment").fieldNames().forEachRemaining(name -> {
                if (name.startsWith("OFFLOAD_")) {
                    assertThat(variables).contains(name);
                }
            }));
        }
    }

    @Test
    void theExampleOfEnvNamesEveryVariableWithItsDefault() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Pattern line = Pattern.compile("#?([A-Z_]+)=(.*)");
        Files.readAllLines(Project.home().resolve(".env.example")).stream().map(line::matcher).filter(found -> found.matches())
                .forEach(found -> shown.put(found.group(1), found.group(2)));
        shown.replace("OPENAI_MODEL", "");
        assertThat(shown).isEqualTo(development.variables());
        assertThat(shown).containsKeys(production.variables().keySet().toArray(String[]::new));
    }

    /** {@code !reset} is Compose's, the schema knows nothing of it. */
    private static List<Error> withoutResets(List<Error> errors, String file) {
        return file.equals("docker-compose.prod.yml")
                ? errors.stream().filter(error -> !error.getInstanceLocation().toString().matches("/services/[a-z-]+/(build|develop|ports)")).toList()
                : errors;
    }
}
