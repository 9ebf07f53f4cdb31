package io.offload.kafka;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which properties of Kafka's own clients {@code offload.kafka.client.*} may hold. */
public final class ClientProperties {
    private static final Set<String> SET_BY_OFFLOAD = Set.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, AdminClientConfig.METADATA_MAX_AGE_CONFIG);

    private ClientProperties() {}

    /** What every kind of client knows, which is how a connection is made and who one is, without what Offload sets itself. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
        List.of(ProducerConfig.configNames(), ConsumerConfig.configNames()).forEach(names::retainAll);
        names.removeAll(SET_BY_OFFLOAD);
        return names;
    }
}
