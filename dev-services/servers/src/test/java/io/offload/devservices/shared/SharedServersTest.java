package io.offload.devservices.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.devservices.postgres.PostgresProbe;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedServersTest {
    @TempDir
    Path parent;

    @Test
    void theSecondUserJoinsTheServersOfTheFirstAndTheyLeaveWithTheLast() throws Exception {
        Path folder = parent.resolve("shared");
        SharedServers first = SharedServers.join(folder, true, System.getProperty("java.class.path"));
        SharedServers second = SharedServers.join(folder, true, System.getProperty("java.class.path"));
        assertThat(second.settings()).isEqualTo(first.settings()).containsKeys(
                SharedServers.KAFKA_BOOTSTRAP_SERVERS, SharedServers.POSTGRES_URL, SharedServers.POSTGRES_USER, SharedServers.POSTGRES_PASSWORD);
        int port = URI.create(first.settings().get(SharedServers.POSTGRES_URL)).getPort();
        assertThat(PostgresProbe.answers("127.0.0.1", port, Duration.ofSeconds(1))).isTrue();

        second.close();
        first.close();

        await().atMost(Duration.ofSeconds(60)).until(() -> Files.notExists(folder));
        assertThat(PostgresProbe.answers("127.0.0.1", port, Duration.ofSeconds(1))).isFalse();
    }
}
