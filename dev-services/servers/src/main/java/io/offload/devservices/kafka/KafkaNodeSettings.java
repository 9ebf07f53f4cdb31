package io.offload.devservices.kafka;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The broker configuration of the single node.
 *
 * @param folder where log and metadata live
 * @param port the clients' port on 127.0.0.1
 * @param controllerPort the port on which the node talks to itself as its own controller
 */
record KafkaNodeSettings(Path folder, int port, int controllerPort) {
    static final int NODE_ID = 1;

    /** Keys as in Kafka's broker configuration reference. */
    Map<String, Object> toMap() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", folder.resolve("log").toString());

        settings.put("auto.create.topics.enable", "false"); // a misspelt queue must not become a topic
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4"); // 50, the default, slows the first consumer's start
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("metadata.max.idle.interval.ms", "0"); // no follower needs a record twice a second to know that it is up to date
        settings.put("broker.session.timeout.ms", "4000"); // so long is a killed broker's successor refused; the default is 9 s
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)); // 128 MiB, the default, is a quarter of the heap
        settings.put("num.io.threads", "4");
        settings.put("num.recovery.threads.per.data.dir", "2"); // a start after kill -9 reads whole segments
        return settings;
    }
}
