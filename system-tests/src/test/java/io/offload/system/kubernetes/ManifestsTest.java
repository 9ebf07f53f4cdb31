package io.offload.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.system.Project;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of deploy/kubernetes without running anything. */
class ManifestsTest {
    private static final Duration TO_CLOSE = Duration.ofSeconds(10);
    private static final Set<String> SECRETS = Set.of("offload-postgres-app", "offload-api", "offload-openai");

    @ParameterizedTest
    @ValueSource(strings = {"base", "servers", "overlays/production", "overlays/trial"})
    void everyResourceFitsItsKind(String folder) {
        List<ObjectNode> resources = Kustomization.build(folder);
        assertThat(resources).isNotEmpty().allSatisfy(resource -> assertThat(ResourceTypes.faults(resource)).as(name(resource)).isEmpty());
        assertThat(resources.stream().map(ManifestsTest::name)).doesNotHaveDuplicates();
    }

    @Test
    void misspeltPropertyIsAFaultOfEveryKind() {
        for (ObjectNode resource : Kustomization.build("overlays/production")) {
            String kind = resource.get("kind").asText();
            ObjectNode place = kind.equals("ConfigMap") || kind.equals("ServiceAccount") ? resource : resource.withObject("/spec");
            place.put("replicsa", 1);
            assertThat(ResourceTypes.faults(resource)).as(name(resource)).isNotEmpty();
        }
    }

    @Test
    void kubernetesWaitsLongerForAWorkerThanTheWorkerForItsRuns() throws IOException {
        for (String folder : List.of("base", "overlays/production", "overlays/trial")) {
            List<ObjectNode> resources = Kustomization.build(folder);
            JsonNode pod = pod(resources, "task-worker");
            JsonNode told = Kustomization.find(resources, "ConfigMap", "offload").at("/data/OFFLOAD_WORKER_DRAIN_TIMEOUT");
            Duration drain = duration(told.isMissingNode() ? known("offload.worker.drain-timeout") : told.asText());
            Duration write = constant("task-worker/src/main/java/io/offload/worker/lifecycle/WorkerLifecycle.java", "WRITE_LIMIT");
            assertThat(grace(pod)).isGreaterThanOrEqualTo(preStop(pod).plus(drain).plus(write).plus(TO_CLOSE));
        }
    }

    @Test
    void kubernetesWaitsLongerForAnApiThanTheApiForItsRequests() throws IOException {
        JsonNode pod = pod(Kustomization.build("base"), "api-service");
        Properties api = properties("api-service/src/main/resources/application.properties");
        assertThat(preStop(pod)).as("the time that endpoints take to forget a pod").isPositive();
        assertThat(grace(pod)).isGreaterThanOrEqualTo(preStop(pod).plus(duration(api.getProperty("quarkus.shutdown.timeout"))).plus(TO_CLOSE));
    }

    @Test
    void containersRunAsNobodyOnAReadOnlyFileSystemWithBounds() {
        for (String service : List.of("api-service", "task-worker")) {
            JsonNode pod = pod(Kustomization.build("base"), service);
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        }
    }

    @Test
    void secretsAreNamedAndNeverHeld() {
        for (String folder : List.of("overlays/production", "overlays/trial")) {
            List<ObjectNode> resources = Kustomization.build(folder);
            assertThat(resources).noneMatch(resource -> resource.get("kind").asText().equals("Secret"));
            Set<String> named = new HashSet<>();
            resources.forEach(resource -> resource.findValues("secretKeyRef").forEach(reference -> named.add(reference.get("name").asText())));
            assertThat(named).isEqualTo(SECRETS);
            JsonNode settings = Kustomization.find(resources, "ConfigMap", "offload").get("data");
            settings.fieldNames().forEachRemaining(setting -> assertThat(setting).doesNotContain("PASSWORD", "TOKEN", "KEY"));
        }
    }

    @Test
    void whatIsReferredToIsThere() {
        for (String folder : List.of("overlays/production", "overlays/trial")) {
            List<ObjectNode> resources = Kustomization.build(folder);
            for (String service : List.of("api-service", "task-worker")) {
                JsonNode deployment = Kustomization.find(resources, "Deployment", service);
                JsonNode pod = pod(resources, service);
                Kustomization.find(resources, "ServiceAccount", pod.get("serviceAccountName").asText());
                pod.findValues("configMapRef").forEach(reference -> Kustomization.find(resources, "ConfigMap", reference.get("name").asText()));
                JsonNode labels = deployment.at("/spec/template/metadata/labels");
                assertThat(labels.get("app.kubernetes.io/part-of").asText()).isEqualTo("offload");
                for (JsonNode selector : selectors(resources, service)) {
                    selector.fields().forEachRemaining(label -> assertThat(labels.get(label.getKey())).isEqualTo(label.getValue()));
                }
                assertThat(deployment.at("/spec/template/metadata/annotations/prometheus.io~1port").asText())
                        .isEqualTo(pod.at("/containers/0/ports/0/containerPort").asText());
                assertThat(environment(pod, "QUARKUS_HTTP_PORT")).isEqualTo(pod.at("/containers/0/ports/0/containerPort").asText());
                pod.findValues("httpGet").forEach(probe -> assertThat(probe.get("port")).isEqualTo(pod.at("/containers/0/ports/0/name")));
            }
        }
        List<ObjectNode> production = Kustomization.build("overlays/production");
        for (String scaler : List.of("HorizontalPodAutoscaler api-service", "ScaledObject task-worker")) {
            JsonNode target = Kustomization.find(production, scaler.split(" ")[0], scaler.split(" ")[1]).at("/spec/scaleTargetRef/name");
            Kustomization.find(production, "Deployment", target.asText());
        }
    }

    @Test
    void everySettingIsOneThatOffloadKnows() throws IOException {
        Properties known = properties("task-registry/src/main/resources/io/offload/settings/known.properties");
        Set<String> variables = new HashSet<>();
        known.stringPropertyNames().forEach(name -> variables.add(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")));
        for (String folder : List.of("overlays/production", "overlays/trial")) {
            List<ObjectNode> resources = Kustomization.build(folder);
            List<String> told = new ArrayList<>();
            Kustomization.find(resources, "ConfigMap", "offload").get("data").fieldNames().forEachRemaining(told::add);
            for (String service : List.of("api-service", "task-worker")) {
                pod(resources, service).at("/containers/0/env").forEach(variable -> told.add(variable.get("name").asText()));
            }
            assertThat(told.stream().filter(name -> name.startsWith("OFFLOAD_"))).isNotEmpty().isSubsetOf(variables);
        }
    }

    @Test
    void autoscalersCannotAskForMoreConnectionsThanPostgresHas() throws IOException {
        List<ObjectNode> resources = Kustomization.build("overlays/production");
        int processes = Kustomization.find(resources, "HorizontalPodAutoscaler", "api-service").at("/spec/maxReplicas").asInt()
                + Kustomization.find(resources, "ScaledObject", "task-worker").at("/spec/maxReplicaCount").asInt();
        String postgres = Files.readString(Project.home().resolve("task-registry/src/main/java/io/offload/store/Postgres.java"));
        int heartbeatOrNotifications = 1;
        int each = number(postgres, "PIPELINE_CONNECTIONS = (\\d+)") + number(postgres, "LOOKUP_CONNECTIONS = (\\d+)")
                + Integer.parseInt(known("offload.postgres.pool-size")) + heartbeatOrNotifications
                + Integer.parseInt(properties("task-registry/src/main/resources/META-INF/microprofile-config.properties")
                        .getProperty("quarkus.datasource.offload.jdbc.max-size"));
        JsonNode most = Kustomization.find(resources, "Cluster", "offload-postgres").at("/spec/postgresql/parameters/max_connections");
        assertThat(processes * each).isPositive().isLessThan(most.asInt());
    }

    private static List<JsonNode> selectors(List<ObjectNode> resources, String service) {
        List<JsonNode> selectors = new ArrayList<>();
        selectors.add(Kustomization.find(resources, "Deployment", service).at("/spec/selector/matchLabels"));
        selectors.add(Kustomization.find(resources, "PodDisruptionBudget", service).at("/spec/selector/matchLabels"));
        selectors.add(Kustomization.find(resources, "NetworkPolicy", service).at("/spec/podSelector/matchLabels"));
        if (service.equals("api-service")) {
            selectors.add(Kustomization.find(resources, "Service", service).at("/spec/selector"));
        }
        return selectors;
    }

    static JsonNode pod(List<ObjectNode> resources, String service) {
        return Kustomization.find(resources, "Deployment", service).at("/spec/template/spec");
    }

    private static String environment(JsonNode pod, String name) {
        for (JsonNode variable : pod.at("/containers/0/env")) {
            if (variable.get("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        throw new AssertionError("no variable " + name);
    }

    private static Duration grace(JsonNode pod) {
        return Duration.ofSeconds(pod.get("terminationGracePeriodSeconds").asLong());
    }

    private static Duration preStop(JsonNode pod) {
        return Duration.ofSeconds(pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong(0));
    }

    /** As the configuration spells it, {@code 20s}. */
    private static Duration duration(String text) {
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    private static Duration constant(String source, String name) throws IOException {
        return Duration.ofSeconds(number(Files.readString(Project.home().resolve(source)), name + " = Duration\\.ofSeconds\\((\\d+)\\)"));
    }

    private static int number(String text, String pattern) {
        MatchResult found = Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow(() -> new AssertionError("no " + pattern));
        return Integer.parseInt(found.group(1));
    }

    private static String known(String setting) throws IOException {
        return properties("task-registry/src/main/resources/io/offload/settings/known.properties").getProperty(setting);
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (Stream<String> lines = Files.lines(Project.home().resolve(name))) {
            properties.load(new StringReader(String.join("\n", lines.toList())));
        }
        return properties;
    }

    private static String name(JsonNode resource) {
        return resource.get("kind").asText() + " " + resource.at("/metadata/name").asText();
    }
}
