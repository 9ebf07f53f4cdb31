package io.offload.api.start;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Without TLS the API speaks HTTP/1.1 only. Java's {@code HttpClient} asks every server for an upgrade to HTTP/2, and of answers longer than a
 * frame (16 KiB) on such a connection about one in a hundred never came to its end. HTTP/2 negotiated by TLS is left as configured.
 */
@Singleton
public class NoClearTextUpgrade implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
