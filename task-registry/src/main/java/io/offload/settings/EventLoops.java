package io.offload.settings;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * How many event loops a service has unless {@code quarkus.vertx.event-loops-pool-size} is set: one for each two processors, at least one. With
 * Quarkus's own default, one for each processor and at least two, a request and the statement it waits for seldom share a loop, and each hand-over
 * wakes a thread.
 */
public final class EventLoops implements ConfigSource {
    private static final String SETTING = "quarkus.vertx.event-loops-pool-size";
    /** Below application.properties (250), the environment (300) and system properties (400). */
    private static final int BELOW_ALL_OTHERS = 10;
    private final Map<String, String> properties;

    /** For the service loader. */
    public EventLoops() {
        this(Runtime.getRuntime().availableProcessors());
    }

    EventLoops(int processors) {
        this.properties = Map.of(SETTING, Integer.toString(Math.max(1, processors / 2)));
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "Offload's event loops";
    }

    @Override
    public int getOrdinal() {
        return BELOW_ALL_OTHERS;
    }
}
