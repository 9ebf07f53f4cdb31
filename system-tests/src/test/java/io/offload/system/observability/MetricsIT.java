package io.offload.system.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards, alerts and the scrape configuration, against what running services export. */
class MetricsIT {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Path FOLDER = Project.home().resolve("deploy/observability");
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][\\w:]*)[ {]", Pattern.MULTILINE);
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private final OffloadSystem system = OffloadSystem.shared();

    @Test
    void everyMetricThatADashboardOrAnAlertAsksForIsExported() throws IOException {
        Map<String, Set<String>> asked = new TreeMap<>();
        for (Path dashboard : dashboards()) {
            JsonNode board = YAML.readTree(dashboard.toFile());
            board.findValues("expr").forEach(query -> ask(asked, query.asText(), dashboard));
            board.at("/templating/list").forEach(variable -> ask(asked, variable.at("/query/query").asText(), dashboard));
        }
        JsonNode alerts = YAML.readTree(FOLDER.resolve("alerts.yml").toFile());
        alerts.findValues("expr").forEach(query -> ask(asked, query.asText(), FOLDER.resolve("alerts.yml")));
        assertThat(asked).hasSizeGreaterThan(20);
        system.api().awaitEnd(system.api().run("echo", "{\"value\":1}"));
        await("queue gauges").atMost(Duration.ofSeconds(30)).until(() -> exported().contains("offload_queue_depth"));
        Set<String> exported = exported();
        assertThat(asked).allSatisfy((metric, files) -> assertThat(exported).as("asked for by %s", files).contains(metric));
    }

    @Test
    void scrapedAreBothServicesByTheirComposeNamesWhereTheyHaveMetrics() throws IOException {
        JsonNode prometheus = YAML.readTree(FOLDER.resolve("prometheus.yml").toFile());
        Set<String> names = new HashSet<>();
        for (JsonNode job : prometheus.get("scrape_configs")) {
            JsonNode discovery = job.at("/dns_sd_configs/0");
            names.add(discovery.at("/names/0").asText());
            assertThat(job.get("job_name")).isEqualTo(discovery.at("/names/0"));
            assertThat(discovery.get("type").asText()).as("one address a container").isEqualTo("A");
            String url = job.get("job_name").asText().equals("api-service") ? system.api().url() : system.workers().getFirst().url();
            assertThat(Http.get(url + job.get("metrics_path").asText()).expect(200).text()).contains("offload_");
        }
        assertThat(names).containsExactlyInAnyOrder("api-service", "task-worker");
        prometheus.get("rule_files").forEach(file -> assertThat(FOLDER.resolve(file.asText())).exists());
    }

    @Test
    void dashboardsAskTheDatasourceThatIsProvisioned() throws IOException {
        String uid = YAML.readTree(FOLDER.resolve("grafana/provisioning/datasources/prometheus.yml").toFile()).at("/datasources/0/uid").asText();
        Set<String> boards = new HashSet<>();
        for (Path dashboard : dashboards()) {
            JsonNode board = YAML.readTree(dashboard.toFile());
            assertThat(boards.add(board.get("uid").asText())).isTrue();
            assertThat(board.findValues("datasource")).isNotEmpty().allSatisfy(source -> assertThat(source.get("uid").asText()).isEqualTo(uid));
            assertThat(board.get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
        }
    }

    private static void ask(Map<String, Set<String>> asked, String query, Path file) {
        Set<String> metrics = new HashSet<>(new Query(query).metrics());
        assertThat(metrics).as(query).isNotEmpty();
        metrics.removeAll(OF_PROMETHEUS);
        metrics.forEach(metric -> asked.computeIfAbsent(metric, ignored -> new TreeSet<>()).add(file.getFileName().toString()));
    }

    private Set<String> exported() {
        Set<String> names = new HashSet<>();
        for (String url : List.of(system.api().url(), system.workers().getFirst().url())) {
            SAMPLE.matcher(Http.get(url + "/q/metrics").expect(200).text()).results().forEach(sample -> names.add(sample.group(1)));
        }
        return names;
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            return files.toList();
        }
    }
}
