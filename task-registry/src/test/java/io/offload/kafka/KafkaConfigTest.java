package io.offload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {

    @Test
    void clientsGetTheirPropertiesFromFilesAndFromTheEnvironment() {
        KafkaConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, (Converter<Duration>) DurationConverter::parseDuration)
                .withMapping(KafkaConfig.class)
                .withSources(
                        new PropertiesConfigSource(Map.of(
                                "offload.kafka.bootstrap-servers", "localhost:9092", "offload.kafka.client.security.protocol", "SASL_SSL",
                                "offload.kafka.client.sasl.mechanism", "PLAIN"), "file", 100),
                        new EnvConfigSource(Map.of("OFFLOAD_KAFKA_CLIENT_SASL_MECHANISM", "SCRAM-SHA-512", "OFFLOAD_KAFKA_CLIENT_SASL_JAAS_CONFIG", "x y;"), 300))
                .build().getConfigMapping(KafkaConfig.class);
        assertThat(config.client()).containsExactlyInAnyOrderEntriesOf(Map.of(
                "security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512", "sasl.jaas.config", "x y;"));
    }
}
