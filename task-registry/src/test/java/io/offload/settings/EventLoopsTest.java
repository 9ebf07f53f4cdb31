package io.offload.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLoopsTest {
    private static final String SETTING = "quarkus.vertx.event-loops-pool-size";

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,1", "4,2", "64,32"})
    void oneLoopForTwoProcessorsAndAtLeastOne(int processors, int loops) {
        assertThat(new EventLoops(processors).getValue(SETTING)).isEqualTo(Integer.toString(loops));
    }

    @Test
    void everyServiceFindsItAndItsUsersSettingCountsMore() {
        Config found = new SmallRyeConfigBuilder().addDiscoveredSources().build();
        assertThat(found.getValue(SETTING, int.class)).isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        Config set = new SmallRyeConfigBuilder().addDiscoveredSources()
                .withSources(new PropertiesConfigSource(Map.of(SETTING, "7"), "application.properties", 250)).build();
        assertThat(set.getValue(SETTING, int.class)).isEqualTo(7);
    }
}
