package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** {@code POST /api/v1/tasks/{task}/runs}. */
class SubmitIT {
    private static final int MIB = 1024 * 1024;
    private static final String RUNS = "/api/v1/tasks/echo/runs";
    private final Api api = OffloadSystem.shared().api();

    @Test
    void acceptedRunHasEveryFieldAndIsFoundAtItsLocation() {
        Reply reply = api.submit("echo", "{\"input\":{\"value\":[1.50,\"x\"]},\"tags\":[\"a\",\"b/c\"],\"name\":\"my run\"}").expect(202);
        JsonNode run = reply.json();
        assertThat(run.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "task", "name", "state", "queue", "tags", "revision", "attempt",
                "max_attempts", "failures", "losses", "input", "error", "progress", "created_at", "scheduled_for", "started_at", "ended_at", "worker",
                "rerun_of", "cached_from", "links");
        assertThat(run.get("input").toString()).isEqualTo("{\"value\":[1.50,\"x\"]}");
        assertThat(run.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(run.at("/state/type").asText()).isEqualTo("PENDING");
        assertThat(reply.header("Location")).isEqualTo("/api/v1/runs/" + run.get("id").asText());
        assertThat(api.get(reply.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void delayedRunIsScheduled() {
        JsonNode delayed = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT1H\"}").expect(202).json();
        assertThat(delayed.at("/state/type").asText()).isEqualTo("SCHEDULED");
        assertThat(delayed.get("scheduled_for").asText()).endsWith("Z");
        JsonNode timed = api.submit("echo", "{\"input\":{\"value\":1},\"scheduled_for\":\"2099-01-01T02:00:00+02:00\"}").expect(202).json();
        assertThat(timed.get("scheduled_for").asText()).isEqualTo("2099-01-01T00:00:00.000000Z");
        api.cancel(delayed.get("id").asText()).expect(200);
        api.cancel(timed.get("id").asText()).expect(200);
    }

    @Test
    void submissionThatWaitsIsAnsweredWithTheEndedRun() {
        Reply reply = api.post(RUNS + "?wait=30s", "{\"input\":{\"value\":\"now\"}}").expect(202);
        assertThat(reply.json().at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(reply.json().get("result").asText()).isEqualTo("now");
        assertThat(reply.header("Location")).isEqualTo("/api/v1/runs/" + reply.json().get("id").asText());
        assertThat(api.get(reply.header("Location")).expect(200).json()).isEqualTo(reply.json());
    }

    @Test
    void submissionWhoseWaitIsOverIsAnsweredWithTheRunAsItIs() {
        JsonNode run = api.post(RUNS + "?wait=PT0.2S", "{\"input\":{\"value\":1},\"delay\":\"1h\"}").expect(202).json();
        assertThat(run.at("/state/type").asText()).isEqualTo("SCHEDULED");
        api.cancel(run.get("id").asText()).expect(200);
    }

    @Test
    void submissionThatWaitsSaysWhatItsRunFailedWith() {
        JsonNode run = api.post("/api/v1/tasks/trial-no-retry-on/runs?wait=30s", "{\"input\":{\"exception\":\"state\"}}").expect(202).json();
        assertThat(run.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(run.at("/error/type").asText()).contains("IllegalStateException");
    }

    @Test
    void repeatedKeyWaitsForTheRunThatItStandsFor() {
        String key = UUID.randomUUID().toString();
        JsonNode first = api.post(RUNS, "{\"input\":{\"value\":1}}", "Idempotency-Key", key).expect(202).json();
        JsonNode again = api.post(RUNS + "?wait=30s", "{\"input\":{\"value\":1}}", "Idempotency-Key", key).expect(200).json();
        assertThat(again.get("id")).isEqualTo(first.get("id"));
        assertThat(again.at("/state/type").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void submissionWithAnUnknownOrBadParameterIsRefusedAndMakesNoRun() {
        String tag = "query-" + UUID.randomUUID();
        for (String query : List.of("?wiat=1s", "?wait=soon", "?wait=61s", "?wait=-1s", "?wait=", "?wait=1s&wait=2s")) {
            Problems.expect(api.post(RUNS + query, "{\"input\":{\"value\":1},\"tags\":[\"" + tag + "\"]}"), 400, "unparsable");
        }
        assertThat(api.get("/api/v1/runs?tag=" + tag).expect(200).json().get("runs")).isEmpty();
    }

    @Test
    void unreadableBodiesAreRefusedWith400() {
        for (String body : List.of("", "{", "{\"input\":{\"value\":1}} x", "{\"input\":{\"value\":nope}}", "{\"input\":{\"a\":1,\"a\":2}}",
                "{\"input\":{\"value\":1},\"input\":{\"value\":2}}", "{\"input\":{\"value\":" + "[".repeat(201) + "]".repeat(201) + "}}")) {
            Problems.expect(api.submit("echo", body), 400, "unparsable");
        }
    }

    @Test
    void nestingOf200IsAccepted() {
        api.submit("echo", "{\"input\":{\"value\":" + "[".repeat(199) + "]".repeat(199) + "}}").expect(202);
    }

    @Test
    void wrongFieldsAreRefusedWith422AndAPointerEach() {
        JsonNode problem = Problems.expect(api.submit("echo", "{\"input\":{},\"delay\":5,\"tags\":[\"ok\",\"not ok\"],\"name\":7,\"un~known/x\":1}"), 422, "invalid");
        assertThat(Problems.pointers(problem)).contains("/delay", "/tags/1", "/name", "/un~0known~1x");
        assertThat(Problems.pointers(Problems.expect(api.submit("echo", "{}"), 422, "invalid"))).containsExactly("/input");
        Problems.expect(api.submit("echo", "[]"), 422, "invalid");
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"1s\",\"scheduled_for\":\"2099-01-01T00:00:00Z\"}"), 422, "invalid");
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"-PT1S\"}"), 422, "invalid");
    }

    @Test
    void inputThatDoesNotFitTheTaskIsRefusedWithItsPlaces() {
        assertThat(Problems.pointers(Problems.expect(api.submit("flaky", "{\"input\":{\"fail_times\":\"two\"}}"), 422, "invalid")))
                .containsExactly("/input/fail_times");
        assertThat(Problems.pointers(Problems.expect(api.submit("echo", "{\"input\":{\"value\":1,\"other\":2}}"), 422, "invalid")))
                .containsExactly("/input/other");
        Problems.expect(api.submit("echo", "{\"input\":7}"), 422, "invalid");
    }

    @Test
    void unknownTaskIs404() {
        Problems.expect(api.submit("no-such-task", "{\"input\":{}}"), 404, "unknown-task");
    }

    @Test
    void inputMayHaveOneMebibyteAndNoMore() {
        String most = "{\"input\":{\"value\":\"" + "x".repeat(MIB - 12) + "\"}}";
        api.submit("echo", most).expect(202);
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":\"" + "x".repeat(MIB - 11) + "\"}}"), 413, "too-large");
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":\"" + "x".repeat(3 * MIB) + "\"}}"), 413, "too-large");
    }

    @Test
    void otherContentTypesAre415() {
        Problems.expect(Http.post(api.url() + "/api/v1/tasks/echo/runs", "text/plain", "{}".getBytes(StandardCharsets.UTF_8)), 415, "unsupported-media-type");
    }

    @Test
    void repeatedKeyAnswersWithTheSameRun() {
        String key = UUID.randomUUID().toString();
        String first = api.submit("echo", "{\"input\":{\"value\":1,\"value2\":0}}".replace(",\"value2\":0", ""), "Idempotency-Key", key).expect(202).json().get("id").asText();
        Reply again = api.submit("echo", "{ \"input\" : { \"value\" : 1.0 } }", "Idempotency-Key", key).expect(200);
        assertThat(again.json().get("id").asText()).isEqualTo(first);
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":2}}", "Idempotency-Key", key), 409, "idempotency-conflict");
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":1},\"tags\":[\"x\"]}", "Idempotency-Key", key), 409, "idempotency-conflict");
        Problems.expect(api.submit("echo", "{\"input\":{\"value\":1}}", "Idempotency-Key", "x".repeat(256)), 422, "invalid");
    }

    @Test
    void keyOfARunThatIsGoneStandsForANewOne() {
        String key = UUID.randomUUID().toString();
        String first = api.submit("echo", "{\"input\":{\"value\":1}}", "Idempotency-Key", key).expect(202).json().get("id").asText();
        api.awaitEnd(first);
        OffloadSystem.shared().database().change("DELETE FROM task_run WHERE id = ?::uuid", first);
        String again = api.submit("echo", "{\"input\":{\"value\":1}}", "Idempotency-Key", key).expect(202).json().get("id").asText();
        assertThat(again).isNotEqualTo(first);
        assertThat(api.awaitEnd(again).at("/state/type").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void fiftyEqualKeysAtOnceMakeOneRun() throws Exception {
        String key = UUID.randomUUID().toString();
        Set<String> ids = new HashSet<>();
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                replies.add(callers.submit(() -> api.submit("echo", "{\"input\":{\"value\":\"same\"}}", "Idempotency-Key", key)));
            }
            for (Future<Reply> reply : replies) {
                ids.add(reply.get().json().get("id").asText());
                statuses.add(reply.get().status());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(statuses).containsOnly(200, 202);
        assertThat(statuses.stream().filter(status -> status == 202)).hasSize(1);
    }

    /** An ordinary request takes a shorter way through the service than one in chunks. */
    @Test
    void bothWaysThroughTheServiceAnswerAlike() {
        for (String body : List.of("{\"input\":{\"value\":[1,null]},\"tags\":[\"b\",\"a\"],\"name\":\"n\"}", "{\"input\":{\"value\":1},\"delay\":\"PT1H\"}",
                "", "{", "[]", "{\"input\":{}}", "{\"input\":{\"value\":1},\"delay\":5,\"un~known/x\":1}", "{\"input\":{\"value\":\"\u00e9\u4e16\"}}")) {
            for (String key : List.of("", "k-" + UUID.randomUUID(), "\u00e9", "x".repeat(256))) {
                String header = key.isEmpty() ? "X-None: 1" : "Idempotency-Key: " + key;
                Reply ordinary = RawHttp.post(api, RUNS, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json", header);
                Reply chunked = RawHttp.postInChunks(api, RUNS, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json",
                        key.startsWith("k-") ? header + "2" : header);
                assertThat(shape(ordinary)).as("%s with key %s", body, key).isEqualTo(shape(chunked));
                if (ordinary.status() == 202 && body.contains("delay")) {
                    api.cancel(ordinary.json().get("id").asText()).expect(200);
                    api.cancel(chunked.json().get("id").asText()).expect(200);
                }
            }
        }
    }

    @Test
    void keyIsTheSameOnBothWays() {
        byte[] body = "{\"input\":{\"value\":1}}".getBytes(StandardCharsets.UTF_8);
        byte[] other = "{\"input\":{\"value\":2}}".getBytes(StandardCharsets.UTF_8);
        String key = "Idempotency-Key: " + UUID.randomUUID();
        Reply first = RawHttp.post(api, RUNS, body, "Content-Type: application/json", key).expect(202);
        Reply again = RawHttp.postInChunks(api, RUNS, body, "Content-Type: application/json", key).expect(200);
        assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
        Problems.expect(RawHttp.post(api, RUNS, other, "Content-Type: application/json", key), 409, "idempotency-conflict");
        Problems.expect(RawHttp.postInChunks(api, RUNS, other, "Content-Type: application/json", key), 409, "idempotency-conflict");
    }

    /** Status, headers and body without what differs from run to run. */
    private static String shape(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>(reply.headers().map());
        List.of("content-length", "transfer-encoding", "Content-Length", "Transfer-Encoding").forEach(headers::remove);
        return (reply.status() + " " + headers + " " + new String(reply.body(), StandardCharsets.UTF_8))
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}", "ID").replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
    }
}
