package io.offload.devservices.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Kafka and Postgres that exist already, named by the environment; what is named is used and not started.
 *
 * @param kafka the value of {@code OFFLOAD_KAFKA_BOOTSTRAP_SERVERS}
 * @param postgres the value of {@code OFFLOAD_POSTGRES_URL}, which may also be a JDBC URL, as {@code postgresql://...}
 */
record ExternalServers(Optional<String> kafka, Optional<String> postgres) {
    static final String KAFKA = "OFFLOAD_KAFKA_BOOTSTRAP_SERVERS";
    static final String POSTGRES = "OFFLOAD_POSTGRES_URL";
    private static final int CONNECT_MILLIS = 5_000;
    private static final int POSTGRES_PORT = 5432;

    static ExternalServers from(Map<String, String> environment) {
        return new ExternalServers(setting(environment, KAFKA), setting(environment, POSTGRES).map(ExternalServers::plain));
    }

    /** Refuses a setting that cannot be understood, or behind which nothing listens. */
    void check() {
        kafka.ifPresent(servers -> {
            String first = servers.split(",")[0].trim();
            int colon = first.lastIndexOf(':');
            if (colon < 1) {
                throw new LauncherException(KAFKA + " is a list of host:port, not '" + servers + "'");
            }
            connect(KAFKA, first.substring(0, colon), port(KAFKA, first.substring(colon + 1)));
        });
        postgres.ifPresent(url -> {
            if (!url.startsWith("postgresql://")) {
                throw new LauncherException(POSTGRES + " looks like postgresql://host:port/database, not like '" + url + "'");
            }
            URI uri = URI.create(url);
            if (uri.getHost() == null) {
                throw new LauncherException(POSTGRES + " names no host: '" + url + "'");
            }
            connect(POSTGRES, uri.getHost(), uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort());
        });
    }

    /** {@code postgresql://...}, the form that the services take, also of a JDBC URL and of {@code postgres://...}. */
    private static String plain(String url) {
        return url.replaceFirst("^jdbc:", "").replaceFirst("^postgres://", "postgresql://");
    }

    private static Optional<String> setting(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::trim).filter(value -> !value.isEmpty());
    }

    private static int port(String setting, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new LauncherException(setting + " names a port that is not a number: '" + text + "'", e);
        }
    }

    private static void connect(String setting, String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        } catch (IOException e) {
            throw new LauncherException(
                    "nothing answers at " + host + ":" + port + ", which " + setting + " names (" + e.getMessage() + ")", e);
        }
    }
}
