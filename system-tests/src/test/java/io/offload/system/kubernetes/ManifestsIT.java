package io.offload.system.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** What deploy/kubernetes says of a running system. */
class ManifestsIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final List<ObjectNode> resources = Kustomization.build("overlays/production");

    @Test
    void probesAskWhatTheServicesAnswer() {
        Map<String, String> services = Map.of("api-service", system.api().url(), "task-worker", system.workers().getFirst().url());
        services.forEach((service, url) -> {
            List<JsonNode> probes = ManifestsTest.pod(resources, service).findValues("httpGet");
            assertThat(probes).hasSize(3).allSatisfy(probe ->
                    assertThat(Http.get(url + probe.get("path").asText()).expect(200).json().get("status").asText()).isEqualTo("UP"));
            String metrics = Kustomization.find(resources, "Deployment", service).at("/spec/template/metadata/annotations/prometheus.io~1path").asText();
            assertThat(Http.get(url + metrics).expect(200).text()).contains("offload_");
        });
    }

    @Test
    void scalerWatchesATopicAndAGroupThatWorkersUse() throws Exception {
        JsonNode kafka = Kustomization.find(resources, "ScaledObject", "task-worker").at("/spec/triggers/0/metadata");
        system.api().awaitEnd(system.api().run("echo", "{\"value\":1}"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).contains(kafka.get("topic").asText());
            String group = kafka.get("consumerGroup").asText();
            assertThat(admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members()).isNotEmpty();
        }
    }

    @Test
    void scalerAsksPrometheusForAMetricThatWorkersHave() {
        String query = Kustomization.find(resources, "ScaledObject", "task-worker").at("/spec/triggers/1/metadata/query").asText();
        String metric = query.replaceAll(".*?(offload_\\w+).*", "$1");
        assertThat(Http.get(system.workers().getFirst().url() + "/q/metrics").expect(200).text()).contains("\n" + metric + " ");
    }
}
