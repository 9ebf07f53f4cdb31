package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /api/v1/runs/{id}} with its wait, history and logs. */
class ReadIT {
    private final Api api = OffloadSystem.shared().api();

    @Test
    void waitAnswersWithTheEndedRun() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT0.5S\"}");
        Reply reply = api.get("/api/v1/runs/" + id + "?wait=30s").expect(200);
        assertThat(reply.json().at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(reply.json().get("result").asText()).isEqualTo("slept PT0.5S");
        assertThat(reply.header("ETag")).isEqualTo("\"" + reply.json().get("revision").asInt() + "\"");
    }

    @Test
    void waitThatIsOverAnswersWithTheRunAsItIs() {
        String id = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"1h\"}").expect(202).json().get("id").asText();
        assertThat(api.get("/api/v1/runs/" + id + "?wait=PT0.2S").expect(200).json().at("/state/type").asText()).isEqualTo("SCHEDULED");
        api.cancel(id);
    }

    /** Whoever waits is not told what was read, but what Postgres notified: it must be the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo         | {"input":{"value":{"b": 1.50, "a":"ö \\u0000"}},"tags":["x","y"],"name":"n"}
            echo         | {"input":{"value":null},"delay":"PT0.2S"}
            flaky        | {"input":{"fail_times":1}}
            trial-logs   | {"input":{"lines":2,"length":3}}
            trial-sleep  | {"input":{"duration":"PT0.1S"}}
            """)
    void waitedForRunIsTheRunThatIsReadAfterwards(String task, String body) {
        Reply waited = api.submit(task, body);
        String id = waited.expect(202).json().get("id").asText();
        Reply ended = api.get("/api/v1/runs/" + id + "?wait=30s").expect(200);
        assertThat(ended.json().at("/state/type").asText()).isEqualTo("COMPLETED");
        Reply read = api.get("/api/v1/runs/" + id).expect(200);
        assertThat(ended.text()).isEqualTo(read.text());
        assertThat(ended.header("ETag")).isEqualTo(read.header("ETag"));
    }

    @Test
    void endsOfRunsAreHeardFromPostgres() {
        awaitEndThatIsHeard();
    }

    @Test
    void endsAreHeardAgainAfterTheConnectionWasLost() {
        assertThat(OffloadSystem.shared().database().rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'")).isNotEmpty();
        awaitEndThatIsHeard();
    }

    /** Only while Postgres answers quickly are ends told that way, so a busy machine takes more runs. */
    private void awaitEndThatIsHeard() {
        double before = heard();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            api.get("/api/v1/runs/" + api.run("echo", "{\"value\":1}") + "?wait=30s").expect(200);
            return heard() > before;
        });
    }

    private double heard() {
        return api.get("/q/metrics").text().lines().filter(line -> line.startsWith("offload_ends_heard_total")).findFirst()
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).orElseThrow();
    }

    /** An ordinary request takes a short way; an unusual one, here an {@code Accept} to be negotiated, that of the framework. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?wait=0s", "?wait=PT0.1S", "?wait=61s", "?wait=soon", "?wait=", "?wait", "?wait=1s&wait=1s", "?wait=%31s", "?until=1s", "?"})
    void bothWaysToARunAnswerTheSame(String query) {
        String id = api.run("echo", "{\"value\":1}");
        api.awaitEnd(id);
        for (String run : List.of(id, id.toUpperCase(Locale.ROOT), UUID.randomUUID().toString(), "no-uuid")) {
            Reply one = api.get("/api/v1/runs/" + run + query, "Accept", "application/json");
            Reply other = api.get("/api/v1/runs/" + run + query, "Accept", "application/json, text/plain;q=0.5");
            assertThat(one.status()).isEqualTo(other.status());
            assertThat(one.text()).isEqualTo(other.text());
            assertThat(one.headers().map()).isEqualTo(other.headers().map());
        }
    }

    /** Events are hints and may be lost; whoever waits is told all the same, long before the wait is over. */
    @Test
    void waitSeesAnEndThatNoEventTold() throws Exception {
        String id = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"1h\"}").expect(202).json().get("id").asText();
        try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
            Future<Reply> waiting = caller.submit(() -> api.get("/api/v1/runs/" + id + "?wait=60s"));
            await().until(() -> !api.get("/q/metrics").text().contains("offload_runs_listened_for 0.0"));
            assertThat(waiting.isDone()).isFalse();
            OffloadSystem.shared().database().rows("""
                    WITH due AS (DELETE FROM due_run WHERE run_id = ?)
                    UPDATE task_run SET state = 'CANCELLED', state_name = 'Cancelled', ended_at = now(), revision = revision + 1 WHERE id = ? RETURNING id""",
                    UUID.fromString(id), UUID.fromString(id));
            assertThat(waiting.get(30, TimeUnit.SECONDS).expect(200).json().at("/state/type").asText()).isEqualTo("CANCELLED");
        }
    }

    @Test
    void badWaitsAre400() {
        String id = api.run("echo", "{\"value\":1}");
        for (String wait : List.of("61s", "-1s", "soon")) {
            Problems.expect(api.get("/api/v1/runs/" + id + "?wait=" + wait), 400, "unparsable");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/history", "/logs", "/events"})
    void unknownIdIs404AndNoUuidIs400(String below) {
        Problems.expect(api.get("/api/v1/runs/" + UUID.randomUUID() + below), 404, "unknown-run");
        Problems.expect(api.get("/api/v1/runs/0190-not-a-uuid" + below), 400, "unparsable");
    }

    /** On a connection upgraded to HTTP/2 without TLS, long answers did not always come to their end. */
    @Test
    void clientsThatAskForHttp2WithoutTlsAreAnsweredInHttp11() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(api.url() + "/api/v1/tasks")).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void historyTellsEveryStateWithAttemptWorkerAndError() {
        String id = api.run("flaky", "{\"fail_times\":1}");
        api.awaitEnd(id);
        JsonNode history = api.history(id).get("history");
        assertThat(history.findValuesAsText("type").stream().filter(type -> type.equals(type.toUpperCase())))
                .containsExactly("PENDING", "RUNNING", "SCHEDULED", "PENDING", "RUNNING", "COMPLETED");
        assertThat(history.findValues("revision").stream().map(JsonNode::asInt)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(history.at("/2/error/message").asText()).contains("asked to fail");
        assertThat(history.at("/1/worker").asText()).isNotBlank();
        assertThat(history.at("/4/attempt").asInt()).isEqualTo(2);
    }

    @Test
    void historyAndLogsArePaged() {
        String id = api.run("trial-logs", "{\"lines\":20,\"length\":3}");
        api.awaitEnd(id);
        JsonNode first = api.get("/api/v1/runs/" + id + "/logs?limit=8").expect(200).json();
        assertThat(first.get("logs")).hasSize(8);
        assertThat(first.get("next_after").asInt()).isEqualTo(8);
        JsonNode rest = api.get("/api/v1/runs/" + id + "/logs?after=8").expect(200).json();
        assertThat(rest.at("/logs/0/seq").asInt()).isEqualTo(9);
        assertThat(rest.get("logs")).hasSize(13);
        assertThat(rest.get("next_after").isNull()).isTrue();
        JsonNode history = api.get("/api/v1/runs/" + id + "/history?limit=2").expect(200).json();
        assertThat(history.get("next_after").asInt()).isEqualTo(2);
        assertThat(api.get("/api/v1/runs/" + id + "/history?after=2").expect(200).json().get("history")).hasSize(1);
        assertThat(api.get("/api/v1/runs/" + id + "/history?after=3").expect(200).json().get("history")).isEmpty();
        for (String query : List.of("after=-1", "after=x", "limit=0", "limit=10001")) {
            Problems.expect(api.get("/api/v1/runs/" + id + "/logs?" + query), 400, "unparsable");
            Problems.expect(api.get("/api/v1/runs/" + id + "/history?" + query), 400, "unparsable");
        }
    }
}
