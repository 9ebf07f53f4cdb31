package io.offload.system.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Receives traces over OTLP, protobuf over HTTP, as a collector does. */
final class TraceReceiver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();

    TraceReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    /** For {@code QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT}. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits until these many spans of a trace have come that fit. */
    List<ReceivedSpan> await(int count, String trace, Predicate<ReceivedSpan> fits) {
        Awaitility.await(count + " spans of trace " + trace).atMost(PATIENCE).until(() -> find(trace, fits).size() >= count);
        return find(trace, fits);
    }

    /** Waits until a span of any trace has come that fits. */
    ReceivedSpan awaitAnywhere(Predicate<ReceivedSpan> fits) {
        return Awaitility.await("a span").atMost(PATIENCE).until(() -> spans.stream().filter(fits).findFirst(), Optional::isPresent).orElseThrow();
    }

    private List<ReceivedSpan> find(String trace, Predicate<ReceivedSpan> fits) {
        return spans.stream().filter(span -> span.trace().equals(trace)).filter(fits).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            for (ResourceSpans resource : request.getResourceSpansList()) {
                String service = resource.getResource().getAttributesList().stream().filter(attribute -> attribute.getKey().equals("service.name"))
                        .map(attribute -> attribute.getValue().getStringValue()).findFirst().orElse("");
                resource.getScopeSpansList().forEach(scope -> scope.getSpansList().forEach(span -> spans.add(ReceivedSpan.of(service, span))));
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            // an answer without fields has no bytes
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
