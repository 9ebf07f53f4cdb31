package io.offload.system.security;

import io.offload.devservices.LocalPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka node in this JVM that serves clients by TLS only, asks them for a password, and allows the user {@code offload} what docs/kafka.md says it needs. */
final class SecuredKafka implements AutoCloseable {
    private static final String STORE_PASSWORD = "of-the-key-store";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\"";

    private final int port = LocalPort.free();
    private final Path certificate;
    private final KafkaRaftServer server;

    SecuredKafka(Path folder) throws Exception {
        Files.createDirectories(folder);
        Path keys = folder.resolve("keys.p12");
        certificate = folder.resolve("certificate.pem");
        keytool("-genkeypair", "-alias", "kafka", "-keyalg", "EC", "-dname", "CN=kafka", "-ext", "san=ip:127.0.0.1", "-keystore", keys.toString());
        keytool("-exportcert", "-rfc", "-alias", "kafka", "-keystore", keys.toString(), "-file", certificate.toString());
        Path log = folder.resolve("log");
        format(log);
        server = new KafkaRaftServer(new KafkaConfig(settings(log, keys), false), Time.SYSTEM);
        server.startup();
        allow();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What a client is told to get in: its protocol, the certificate it trusts, and a login. */
    Map<String, String> client(String password) {
        return client("offload", password);
    }

    private Map<String, String> client(String user, String password) {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", certificate.toString(),
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", LOGIN.formatted(user, password) + ";");
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private void allow() throws Exception {
        Map<String, Object> settings = new TreeMap<>(client("kafka", "of-the-node"));
        settings.put("bootstrap.servers", bootstrapServers());
        List<AclBinding> allowed = new ArrayList<>();
        for (AclOperation operation : List.of(AclOperation.CREATE, AclOperation.DESCRIBE, AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE)) {
            allowed.add(prefix(ResourceType.TOPIC, operation));
        }
        allowed.add(prefix(ResourceType.GROUP, AclOperation.READ));
        try (Admin admin = Admin.create(settings)) {
            admin.createAcls(allowed).all().get();
        }
    }

    private static AclBinding prefix(ResourceType type, AclOperation operation) {
        return new AclBinding(new ResourcePattern(type, "offload.", PatternType.PREFIXED),
                new AccessControlEntry("User:offload", "*", operation, AclPermissionType.ALLOW));
    }

    private Map<String, Object> settings(Path log, Path keys) {
        int controller = LocalPort.free();
        Map<String, Object> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.client.plain.sasl.jaas.config", LOGIN.formatted("kafka", "of-the-node") + " user_kafka=\"of-the-node\" user_offload=\"right\";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:kafka;User:ANONYMOUS"); // the latter on the controller's own listener
        settings.put("ssl.keystore.location", keys.toString());
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.truststore.location", certificate.toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("log.dirs", log.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
        return settings;
    }

    private static void format(Path log) throws Exception {
        Files.createDirectories(log);
        new Formatter().setNodeId(1).setClusterId(Uuid.randomUuid().toString()).setDirectories(List.of(log.toString())).setMetadataLogDirectory(log.toString())
                .setControllerListenerName("CONTROLLER").setUnstableFeatureVersionsEnabled(false)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)).run();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }
}
