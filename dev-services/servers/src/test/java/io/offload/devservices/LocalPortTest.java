package io.offload.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPortTest {
    /** Of 12,000 ports, twice so many taken at random would hardly ever all differ. */
    private static final int MANY = 300;

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

    @Test
    void aPortIsGivenOutOnceWithinAMinute() throws IOException {
        Path file = folder.resolve("ports");
        assertThat(LocalPort.reserve(file, 20_000, 1_000)).isTrue();
        assertThat(LocalPort.reserve(file, 20_001, 2_000)).isTrue();
        assertThat(LocalPort.reserve(file, 20_000, 60_999)).isFalse();
        assertThat(LocalPort.reserve(file, 20_001, 60_999)).isFalse();
        assertThat(LocalPort.reserve(file, 20_000, 61_000)).isTrue();
        assertThat(Files.readString(file)).isEqualTo("20001 2000\n20000 61000\n");
    }

    @Test
    void whatIsNoReservationIsDropped() throws IOException {
        Path file = folder.resolve("ports");
        Files.writeString(file, "20000 yesterday\n\n20001 900\n20002 999999\n");
        assertThat(LocalPort.reserve(file, 20_000, 1_000)).isTrue();
        assertThat(LocalPort.reserve(file, 20_001, 1_000)).isFalse();
        assertThat(LocalPort.reserve(file, 20_002, 1_000)).as("given out in the future").isTrue();
    }

    @Test
    void otherProcessesGetOtherPorts() throws Exception {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            ports.add(LocalPort.free());
        }
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                ManyPorts.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        other.inputReader().lines().map(Integer::valueOf).forEach(ports::add);
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ports).hasSize(2 * MANY);
    }

    @Test
    void withoutAPlaceForReservationsPortsAreGivenOut() {
        assertThat(LocalPort.reserve(folder.resolve("missing").resolve("ports"), 20_000, 1_000)).isTrue();
    }

    /** Prints so many free ports. */
    static final class ManyPorts {
        public static void main(String[] arguments) {
            for (int i = 0; i < MANY; i++) {
                System.out.println(LocalPort.free());
            }
        }
    }
}
