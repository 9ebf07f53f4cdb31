package io.offload.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A server that speaks OpenAI's chat completion protocol over HTTP, for tests: it gives the answers it was told to, in order, and when none is
 * left one made from the requested JSON Schema and the words of the data ({@link PlausibleAnswer}).
 *
 * <p>Stand-alone: {@code java -cp … io.offload.examples.OpenAiServer 8089}, then {@code OPENAI_BASE_URL=http://127.0.0.1:8089/v1}.
 */
public final class OpenAiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private interface Answer {
        void send(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /**
     * @param port 0 for any free one
     */
    public OpenAiServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    public static void main(String[] arguments) throws IOException {
        try (OpenAiServer running = new OpenAiServer(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]))) {
            System.out.println(running.baseUrl());
            running.closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For {@code OPENAI_BASE_URL}. */
    public String baseUrl() {
        return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
    }

    /** The next answer's content, as the model wrote it. */
    public OpenAiServer thenContent(String content) {
        answers.add(exchange -> send(exchange, 200, completion(content)));
        return this;
    }

    /** The next answer is this status with an error object as OpenAI sends it. */
    public OpenAiServer thenStatus(int status) {
        answers.add(exchange -> send(exchange, status, "{\"error\":{\"message\":\"told to answer %d\",\"type\":\"test\"}}".formatted(status)));
        return this;
    }

    /** The next answer is 200 with this body. */
    public OpenAiServer thenBody(String body) {
        answers.add(exchange -> send(exchange, 200, body));
        return this;
    }

    /** The next question is not answered before the server closes. */
    public OpenAiServer thenSilence() {
        answers.add(exchange -> closed.await());
        return this;
    }

    /** Bodies of the requests so far. */
    public List<JsonNode> requests() {
        return requests;
    }

    /** The {@code Authorization} headers of the requests so far. */
    public List<String> keys() {
        return keys;
    }

    /** Forgets answers and requests. */
    public void reset() {
        answers.clear();
        requests.clear();
        keys.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
            requests.add(request);
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Answer told = answers.poll();
            if (told != null) {
                told.send(exchange);
            } else {
                send(exchange, 200, completion(PlausibleAnswer.to(request).toString()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String completion(String content) {
        ObjectNode completion = JSON.createObjectNode().put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1).put("model", "double");
        completion.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop").putObject("message").put("role", "assistant").put("content", content);
        completion.putObject("usage").put("prompt_tokens", 1).put("completion_tokens", 1).put("total_tokens", 2);
        return completion.toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
