package io.offload.system.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What each kind of resource may look like: by the types of Kubernetes' and Strimzi's Java clients, read so that a property which they do not
 * have, or a value of another type, is a fault; for kinds without Java types by JSON Schemas, see make-schemas.mjs beside them.
 */
final class ResourceTypes {
    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("kafka.strimzi.io/v1beta2/Kafka", Kafka.class),
            Map.entry("kafka.strimzi.io/v1beta2/KafkaNodePool", KafkaNodePool.class));
    private static final Map<String, String> SCHEMAS = Map.of(
            "keda.sh/v1alpha1/ScaledObject", "keda.sh_ScaledObject.json",
            "postgresql.cnpg.io/v1/Cluster", "postgresql.cnpg.io_Cluster.json");
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new WithoutAnySetters())
            .build();

    private ResourceTypes() {}

    /** What is wrong with a resource; empty when nothing is. */
    static List<String> faults(JsonNode resource) {
        String kind = resource.path("apiVersion").asText() + "/" + resource.path("kind").asText();
        if (TYPES.containsKey(kind)) {
            try {
                STRICT.treeToValue(resource, TYPES.get(kind));
                return List.of();
            } catch (JsonProcessingException e) {
                return List.of(e.getMessage());
            }
        }
        if (SCHEMAS.containsKey(kind)) {
            try (InputStream schema = ResourceTypes.class.getResourceAsStream(SCHEMAS.get(kind))) {
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(STRICT.readTree(schema)).validate(resource)
                        .stream().map(Object::toString).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.of("nothing here knows " + kind);
    }

    /** The models keep properties that they do not know in a map; here each is a fault. */
    private static final class WithoutAnySetters extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
