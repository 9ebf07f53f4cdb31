package io.offload.devservices.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.devservices.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExternalServersTest {

    @Test
    void withoutSettingsNothingIsExternal() {
        ExternalServers none = ExternalServers.from(Map.of(ExternalServers.KAFKA, " "));
        assertThat(none.kafka()).isEmpty();
        assertThat(none.postgres()).isEmpty();
    }

    @Test
    void serversThatListenAreAccepted() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThatCode(() -> check(ExternalServers.KAFKA, address)).doesNotThrowAnyException();
            assertThatCode(() -> check(ExternalServers.POSTGRES, "postgresql://" + address + "/offload")).doesNotThrowAnyException();
            assertThatCode(() -> check(ExternalServers.POSTGRES, "jdbc:postgresql://" + address + "/offload")).doesNotThrowAnyException();
        }
    }

    @Test
    void aJdbcUrlIsTurnedIntoTheFormThatTheServicesTake() {
        ExternalServers external = ExternalServers.from(Map.of(ExternalServers.POSTGRES, "jdbc:postgresql://db:5433/offload"));
        assertThat(external.postgres()).contains("postgresql://db:5433/offload");
    }

    @Test
    void whatCannotBeUsedIsNamedWithItsSetting() {
        String nowhere = "127.0.0.1:" + LocalPort.free();
        assertThatThrownBy(() -> check(ExternalServers.KAFKA, nowhere)).hasMessageContaining(nowhere).hasMessageContaining(ExternalServers.KAFKA);
        assertThatThrownBy(() -> check(ExternalServers.KAFKA, "broker")).hasMessageContaining("host:port");
        assertThatThrownBy(() -> check(ExternalServers.POSTGRES, "mysql://db/offload")).hasMessageContaining("postgresql://");
    }

    private static void check(String setting, String value) {
        ExternalServers.from(Map.of(setting, value)).check();
    }
}
