package io.offload.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;

/** Where Kafka is and how topics are made. */
@ConfigMapping(prefix = "offload.kafka")
public interface KafkaConfig {

    /** {@code host:port[,host:port...]}. */
    @NotBlank
    String bootstrapServers();

    /** Properties of Kafka's own clients, for clusters that ask for TLS or a login; {@link ClientProperties} has their names. */
    Map<String, String> client();

    /** Partitions of a new command topic; more can be added online. 12 divide evenly among 1, 2, 3, 4, 6 and 12 workers. */
    @WithDefault("12")
    @Min(1)
    @Max(1000)
    int commandPartitions();

    /** Partitions of the events topic: few, for large batches. */
    @WithDefault("4")
    @Min(1)
    @Max(100)
    int eventPartitions();

    /** Copies of each new topic; 3 on a cluster. */
    @WithDefault("1")
    @Min(1)
    @Max(10)
    short replicationFactor();

    /** How long events are kept for subscribers. */
    @WithDefault("24h")
    Duration eventRetention();

    /** How long undecodable commands are kept for inspection. */
    @WithDefault("7d")
    Duration deadLetterRetention();

    /** How long Kafka may take to acknowledge a record; Offload sends again from Postgres after it. At most 10 s. */
    @WithDefault("8s")
    Duration deliveryTimeout();
}
