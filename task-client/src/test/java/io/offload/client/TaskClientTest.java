package io.offload.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client sends, and sends again, to a server that misbehaves. */
class TaskClientTest {
    private static final String ACCEPTED = "{\"id\":\"01a20a2e-a803-7b4c-ae87-585cf2aabe7d\",\"state\":{\"type\":\"PENDING\"}}";

    private record Answer(int status, String body) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void submissionIsRepeatedWithItsKeyUntilItIsTaken() {
        answers.add(new Answer(503, "{}"));
        answers.add(new Answer(0, ""));
        answers.add(new Answer(202, ACCEPTED));
        assertThat(client().delay("echo", Map.of("value", 1)).id()).hasToString("01a20a2e-a803-7b4c-ae87-585cf2aabe7d");
        assertThat(keys).hasSize(3).doesNotContainNull();
        assertThat(keys.stream().distinct()).hasSize(1);
        assertThat(bodies.getLast()).isEqualTo("{\"input\":{\"value\":1}}");
    }

    record Order(String customerName, Instant orderedAt, Duration within, Optional<String> note) {}

    @Test
    void javaValuesAreWrittenAndReadAsTasksDoIt() {
        Order order = new Order("Ada", Instant.parse("2026-01-31T12:00:00Z"), Duration.ofMinutes(5), Optional.empty());
        answers.add(new Answer(202, ACCEPTED));
        TaskRun run = client().delay("ship", order);
        String json = "{\"customer_name\":\"Ada\",\"ordered_at\":\"2026-01-31T12:00:00Z\",\"within\":\"PT5M\",\"note\":null}";
        assertThat(bodies.getLast()).isEqualTo("{\"input\":" + json + "}");
        String ended = ACCEPTED.replace("{\"type\":\"PENDING\"}", "{\"type\":\"COMPLETED\"},\"result\":[" + json + "]");
        answers.add(new Answer(200, ended));
        assertThat(run.result(new TypeReference<List<Order>>() {}, Duration.ofSeconds(1))).containsExactly(order);
    }

    @Test
    void twoSubmissionsHaveTwoKeys() {
        answers.add(new Answer(202, ACCEPTED));
        answers.add(new Answer(202, ACCEPTED));
        client().delay("echo", Map.of());
        client().delay("echo", Map.of());
        assertThat(keys.stream().distinct()).hasSize(2);
    }

    @Test
    void manySubmissionsAreRepeatedWithTheirKeys() {
        answers.add(new Answer(503, "{}"));
        answers.add(new Answer(202, "{\"ids\":[\"01a20a2e-a803-7b4c-ae87-585cf2aabe7d\",\"01a20a2e-a803-7b4c-ae87-585cf2aabe7e\"]}"));
        RunOptions options = RunOptions.none().idempotencyKey("import").name("row");
        assertThat(client().delayAll("echo", List.of(Map.of("value", 1), Map.of("value", 2)), options)).extracting(run -> run.id().toString())
                .containsExactly("01a20a2e-a803-7b4c-ae87-585cf2aabe7d", "01a20a2e-a803-7b4c-ae87-585cf2aabe7e");
        assertThat(bodies).hasSize(2).containsOnly("[{\"task\":\"echo\",\"idempotency_key\":\"import:0\",\"input\":{\"value\":1},\"name\":\"row\"},"
                + "{\"task\":\"echo\",\"idempotency_key\":\"import:1\",\"input\":{\"value\":2},\"name\":\"row\"}]");
    }

    @Test
    void keysOfManyAreMadeWhenNoneIsGiven() throws IOException {
        answers.add(new Answer(202, "{\"ids\":[]}"));
        answers.add(new Answer(202, "{\"ids\":[]}"));
        client().delayAll("echo", List.of(Map.of(), Map.of()));
        client().delayAll("echo", List.of(Map.of(), Map.of()));
        List<String> made = new ArrayList<>();
        for (String body : bodies) {
            new ObjectMapper().readTree(body).forEach(item -> made.add(item.get("idempotency_key").asText()));
        }
        assertThat(made).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void refusalIsNotRepeated() {
        answers.add(new Answer(409, "{\"title\":\"Conflict\",\"detail\":\"another body\"}"));
        assertThatThrownBy(() -> client().delay("echo", Map.of())).isExactlyInstanceOf(TaskApiException.class).hasMessage("409 Conflict: another body");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void tokenIsSent() {
        answers.add(new Answer(202, ACCEPTED));
        client().delay("echo", Map.of());
        assertThat(authorizations).containsExactly("Bearer secret");
    }

    private TaskClient client() {
        return TaskClient.builder().url("http://127.0.0.1:" + server.getAddress().getPort() + "/").token("secret").patience(Duration.ofSeconds(20)).build();
    }

    /** Status 0 drops the connection: the request was read, and no answer is given. */
    private void answer(HttpExchange exchange) throws IOException {
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = answers.remove();
        if (answer.status() != 0) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
