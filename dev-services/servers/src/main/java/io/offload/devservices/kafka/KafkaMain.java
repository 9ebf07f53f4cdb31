package io.offload.devservices.kafka;

import io.offload.devservices.LocalPort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.logging.LogManager;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Runs one Kafka node until it is told to end: {@code KafkaMain <folder> [<port>]}.
 *
 * <p>Without a port, or with 0, the node takes the port it had before in this folder, or a free one. Once clients are served, the
 * file {@code ready} in the folder holds the process id and the port.
 */
public final class KafkaMain {
    private static final String LOGGING = """
            handlers=java.util.logging.ConsoleHandler
            .level=INFO
            java.util.logging.ConsoleHandler.level=INFO
            java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s [%3$s] %5$s%6$s%n
            org.apache.kafka.common.config.level=WARNING
            kafka.server.KafkaConfig.level=WARNING
            """;

    private KafkaMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: KafkaMain <folder> [<port>]");
            System.exit(2);
        }
        LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(LOGGING.getBytes(StandardCharsets.UTF_8)));
        Path folder = Files.createDirectories(Path.of(arguments[0])).toRealPath();
        Path ready = folder.resolve(EmbeddedKafka.READY_FILE);
        Files.deleteIfExists(ready);
        int wanted = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0;
        int port = wanted > 0 ? wanted : LocalPort.remembered(folder.resolve(EmbeddedKafka.PORT_FILE));
        LocalPort.remember(folder.resolve(EmbeddedKafka.PORT_FILE), port);
        KafkaNodeSettings settings = new KafkaNodeSettings(folder, port, LocalPort.remembered(folder.resolve("controller-port")));

        format(folder.resolve("log"));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.toMap(), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException | Error failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1); // its controller's threads would keep the process, and an exit would wait for them
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        publish(ready, port);
        System.out.println("Kafka serves 127.0.0.1:" + port + " from " + folder);
        server.awaitShutdown();
    }

    private static void format(Path log) throws Exception {
        Files.createDirectories(log);
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(KafkaNodeSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(log.toString()))
                .setMetadataLogDirectory(log.toString())
                .setControllerListenerName("CONTROLLER")
                .setUnstableFeatureVersionsEnabled(false)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static void publish(Path ready, int port) throws IOException {
        Path draft = ready.resolveSibling(EmbeddedKafka.READY_FILE + ".draft");
        Files.writeString(draft, ProcessHandle.current().pid() + " " + port + "\n");
        Files.move(draft, ready, StandardCopyOption.ATOMIC_MOVE);
    }
}
