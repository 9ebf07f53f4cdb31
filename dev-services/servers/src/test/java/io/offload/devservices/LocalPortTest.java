package io.offload.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPortTest {
    @TempDir
    Path folder;

    @Test
    void aPortIsRemembered() throws IOException {
        Path file = folder.resolve("port");
        int first = LocalPort.remembered(file);
        assertThat(first).isBetween(20_000, 31_999);
        assertThat(LocalPort.remembered(file)).isEqualTo(first);
    }

    @Test
    void aRememberedPortThatSomebodyTookIsReplaced() throws IOException {
        Path file = folder.resolve("port");
        int first = LocalPort.remembered(file);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(LocalPort.isFree("127.0.0.1", taken.getLocalPort())).isFalse();
            int second = LocalPort.remembered(file);
            assertThat(second).isNotEqualTo(first);
            assertThat(LocalPort.remembered(file)).isEqualTo(second);
        }
    }
}
