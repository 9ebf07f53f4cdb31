package io.offload.devservices.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Stands for a service in the launcher's tests: answers its readiness endpoint where its settings tell it to listen. */
public final class FakeService {
    private static final int OK = 200;

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        for (String setting : new String[] {"OFFLOAD_KAFKA_BOOTSTRAP_SERVERS", "OFFLOAD_POSTGRES_URL", "OFFLOAD_POSTGRES_USER"}) {
            System.out.println(setting + "=" + System.getenv(setting));
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(System.getenv("QUARKUS_HTTP_HOST"), Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"))), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(OK, -1);
            exchange.close();
        });
        server.start();
    }
}
