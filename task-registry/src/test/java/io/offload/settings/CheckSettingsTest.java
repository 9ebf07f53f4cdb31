package io.offload.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.kafka.KafkaConfig;
import io.offload.rescue.LeaseConfig;
import io.offload.upkeep.RetentionConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops the start, and what does not. */
class CheckSettingsTest {

    @Test
    void defaultsAreFine() {
        assertThat(faults(Map.of(), Map.of())).isEmpty();
    }

    @Test
    void unknownPropertyIsNamedWithTheOneThatWasMeant() {
        assertThat(faults(Map.of("offload.worker.slotz", "1"), Map.of()))
                .containsExactly("offload.worker.slotz is no setting; did you mean offload.worker.slots?");
    }

    @Test
    void propertyOfNoGroupIsUnknownToo() {
        assertThat(faults(Map.of("%dev.offload.wroker.slots", "1", "offload.colour", "red"), Map.of()))
                .containsExactlyInAnyOrder("%dev.offload.wroker.slots is no setting; did you mean offload.worker.slots?", "offload.colour is no setting");
    }

    @Test
    void unknownVariableIsNamedWithTheOneThatWasMeant() {
        assertThat(faults(Map.of(), Map.of("OFFLOAD_WORKER_SLOTZ", "1")))
                .containsExactly("OFFLOAD_WORKER_SLOTZ is no setting; did you mean offload.worker.slots?");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "OFFLOAD_WORKER_SLOTS", "OFFLOAD_API_TOKEN", "OFFLOAD_KAFKA_BOOTSTRAP_SERVERS", "OFFLOAD_DEV_SERVICES_FOLDER", "OFFLOAD_API_JAVA_OPTS",
        "OFFLOAD_KAFKA_CLIENT_SECURITY_PROTOCOL", "OFFLOAD_KAFKA_CLIENT_SASL_JAAS_CONFIG", "OFFLOAD_API_SERVICE_HOST", "OFFLOAD_API_PORT_8000_TCP_ADDR", "OFFLOAD_API_PORT", "OFFLOADED"
    })
    void variableOfAnyServiceOrOfThePlatformIsNoFault(String variable) {
        assertThat(faults(Map.of(), Map.of(variable, "1"))).isEmpty();
    }

    @Test
    void variablesOfTheReferenceAreNoFault() throws IOException {
        Map<String, String> variables = Pattern.compile("`(OFFLOAD_[A-Z_]+)`").matcher(Files.readString(Path.of("../docs/configuration.md"))).results()
                .map(variable -> variable.group(1)).distinct().collect(Collectors.toMap(variable -> variable, ignored -> "1"));
        assertThat(variables).containsKeys("OFFLOAD_WORKER_JAVA_OPTS", "OFFLOAD_POSTGRES_URL");
        assertThat(faults(Map.of(), variables)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"offload.worker.queues[0]", "offload.submit.max-waiting", "offload.dev-services.enabled", "offloading.x", "quarkus.offload"})
    void propertyOfAnyServiceOrOfOthersIsNoFault(String property) {
        assertThat(faults(Map.of(property, "1"), Map.of())).isEmpty();
    }

    @Test
    void propertyThatKafkasClientsDoNotKnowIsNamedWithTheOneThatWasMeant() {
        assertThat(faults(Map.of("offload.kafka.client.security.protocl", "SSL"), Map.of("OFFLOAD_KAFKA_CLIENT_SASL_MECHANSIM", "PLAIN")))
                .containsExactlyInAnyOrder("offload.kafka.client.security.protocl is no setting; did you mean offload.kafka.client.security.protocol?",
                        "OFFLOAD_KAFKA_CLIENT_SASL_MECHANSIM is no setting; did you mean offload.kafka.client.sasl.mechanism?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap.servers", "acks", "group.id", "max.poll.records"})
    void propertyOfKafkasClientsThatOffloadSetsItselfIsNoSetting(String property) {
        assertThat(faults(Map.of("offload.kafka.client." + property, "1"), Map.of()))
                .singleElement().asString().startsWith("offload.kafka.client." + property + " is no setting");
    }

    @Test
    void lostBeforeTheSecondHeartbeatIsAContradiction() {
        assertThat(faults(Map.of("offload.lease.heartbeat", "6s"), Map.of()))
                .singleElement().asString().contains("offload.lease.lost-after (PT10S)", "offload.lease.heartbeat (PT6S)");
    }

    @Test
    void deliveryMayNotTakeLongerThanTheTimeAfterWhichItIsRepeated() {
        assertThat(faults(Map.of("offload.kafka.delivery-timeout", "11s"), Map.of()))
                .singleElement().asString().contains("offload.kafka.delivery-timeout (PT11S)");
    }

    @Test
    void everyFaultIsInTheMessageThatStopsTheStart() {
        CheckSettings check = check(Map.of("offload.retention.age", "5m", "offload.x", "1"), Map.of());
        assertThatThrownBy(() -> check.start(new StartupEvent())).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("offload.x is no setting").hasMessageContaining("offload.retention.age (PT5M) must be at least PT1H");
    }

    private static List<String> faults(Map<String, String> properties, Map<String, String> environment) {
        return check(properties, environment).faults();
    }

    private static CheckSettings check(Map<String, String> properties, Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, (Converter<Duration>) io.quarkus.runtime.configuration.DurationConverter::parseDuration)
                .withMapping(LeaseConfig.class).withMapping(KafkaConfig.class).withMapping(RetentionConfig.class)
                .withValidateUnknown(false)
                .withSources(new PropertiesConfigSource(Map.of("offload.kafka.bootstrap-servers", "localhost:9092"), "defaults", 100),
                        new PropertiesConfigSource(properties, "properties", 250), new EnvConfigSource(environment, 300))
                .build();
        return new CheckSettings(config, config.getConfigMapping(LeaseConfig.class), config.getConfigMapping(KafkaConfig.class),
                config.getConfigMapping(RetentionConfig.class));
    }
}
