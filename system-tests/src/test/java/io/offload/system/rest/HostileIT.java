package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that are wrong in ways that clients and libraries seldom are: each is refused with a problem document, and changes nothing. */
class HostileIT {
    private static final int MIB = 1 << 20;
    private static final String JSON = "Content-Type: application/json";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String ECHO = "/api/v1/tasks/echo/runs";
    private static final String BATCH = "/api/v1/runs/batch";
    private static final String CANCEL = "/api/v1/runs/cancel";
    private static final String DEMO = "/tasks";
    private static final String NOBODY = "/api/v1/runs/01a20a34-c705-7036-af8d-3b795ec72733";
    private final Api api = OffloadSystem.shared().api();

    @Test
    void addressesThatAreNoUrisAreRefused() {
        for (String path : List.of("/api/v1/runs/%zz", "/api/v1/runs/%", "/api/v1/runs/{id}", "/api/v1/runs?limit=%zz", "/tasks/%zz/status", "/ui/runs/%zz", "/%zz")) {
            Problems.expect(RawHttp.send(api, "GET", path), 400, "unparsable");
        }
    }

    @Test
    void refusedMethodsNameThoseThatAreOffered() {
        Map<String, String> offered = Map.ofEntries(Map.entry("/api/v1/tasks", "GET, HEAD, OPTIONS"), Map.entry("/api/v1/tasks/echo", "GET, HEAD, OPTIONS"),
                Map.entry(ECHO, "OPTIONS, POST"), Map.entry(BATCH, "OPTIONS, POST"), Map.entry(CANCEL, "OPTIONS, POST"), Map.entry("/api/v1/runs", "GET, HEAD, OPTIONS"),
                Map.entry(NOBODY, "GET, HEAD, OPTIONS"), Map.entry(NOBODY + "/history", "GET, HEAD, OPTIONS"), Map.entry(NOBODY + "/logs", "GET, HEAD, OPTIONS"),
                Map.entry(NOBODY + "/events", "GET, HEAD, OPTIONS"), Map.entry(NOBODY + "/cancel", "OPTIONS, POST"), Map.entry(NOBODY + "/rerun", "OPTIONS, POST"),
                Map.entry("/api/v1/workers", "GET, HEAD, OPTIONS"), Map.entry("/api/v1/queues", "GET, HEAD, OPTIONS"),
                Map.entry("/api/v1/queues/default/pause", "OPTIONS, POST"), Map.entry(DEMO, "OPTIONS, POST"), Map.entry("/problems", "GET, HEAD, OPTIONS"));
        offered.forEach((path, methods) -> {
            Reply refused = RawHttp.send(api, "DELETE", path);
            Problems.expect(refused, 405, "method-not-allowed");
            assertThat(refused.headers().allValues("Allow").stream().flatMap(line -> List.of(line.split(", ?")).stream()))
                    .as(path).containsExactlyInAnyOrder(methods.split(", "));
            assertThat(RawHttp.send(api, "OPTIONS", path).expect(200).header("Allow")).as(path).isEqualTo(methods);
        });
        Problems.expect(RawHttp.send(api, "DELETE", "/nothing"), 404, "not-found");
    }

    @Test
    void pagesOfOtherSitesChangeNothing() {
        String pause = "/api/v1/queues/trial-slow/pause";
        for (String header : List.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: http://evil.example", "Origin: null")) {
            Problems.expect(RawHttp.post(api, pause, new byte[0], header), 403, "forbidden");
            Problems.expect(RawHttp.post(api, DEMO, "payload=1&target_type=integer".getBytes(StandardCharsets.UTF_8), FORM, header), 403, "forbidden");
            RawHttp.send(api, "GET", "/api/v1/tasks", header).expect(200);
        }
        assertThat(api.get("/api/v1/queues/trial-slow").expect(200).json().get("paused").asBoolean()).isFalse();
        byte[] body = "{\"input\":{\"value\":1}}".getBytes(StandardCharsets.UTF_8);
        RawHttp.post(api, ECHO, body, JSON, "Origin: http://localhost").expect(202); // the host that RawHttp names
        RawHttp.post(api, ECHO, body, JSON, "Origin: https://offload.example", "X-Forwarded-Host: offload.example").expect(202);
        RawHttp.post(api, ECHO, body, JSON, "Sec-Fetch-Site: same-origin").expect(202);
    }

    @Test
    void headAnswersAsGetDoesWithoutABody() {
        String run = api.run("echo", "{\"value\":1}");
        for (String path : List.of("", "/history", "/logs", "/events")) {
            assertThat(RawHttp.send(api, "HEAD", "/api/v1/runs/" + run + path).expect(200).body()).isEmpty();
            RawHttp.send(api, "HEAD", NOBODY + path).expect(404);
        }
    }

    @Test
    void bodiesThatAreNotUtf8AreRefused() {
        List<byte[]> values = List.of(bytes(0xff), bytes(0xc0, 0xaf), bytes(0xed, 0xa0, 0x80), bytes(0xe2, 0x82), bytes(0xf7, 0xbf, 0xbf, 0xbf));
        for (byte[] value : values) {
            expectUnparsable(ECHO, "{\"input\":{\"value\":\"", value, "\"}}");
            expectUnparsable(BATCH, "[{\"task\":\"echo\",\"input\":{\"value\":\"", value, "\"}}]");
            expectUnparsable(DEMO, "{\"target_type\":\"integer\",\"payload\":\"", value, "\"}");
            expectUnparsable(CANCEL, "{\"ids\":[\"", value, "\"]}");
        }
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            Problems.expect(RawHttp.post(api, ECHO, "{\"input\":{\"value\":1}}".getBytes(Charset.forName(charset)), JSON), 400, "unparsable");
            Problems.expect(RawHttp.post(api, BATCH, "[{\"task\":\"echo\",\"input\":{\"value\":1}}]".getBytes(Charset.forName(charset)), JSON), 400, "unparsable");
        }
    }

    @Test
    void replacementCharacterItselfIsAccepted() {
        String run = api.run("echo", "{\"value\":\"\uFFFD\"}");
        assertThat(api.awaitEnd(run).get("result").asText()).isEqualTo("\uFFFD");
    }

    @Test
    void bodiesInChunksAreLimitedAsOthersAre() {
        byte[] tooLongForABatch = new byte[40 * MIB];
        Problems.expect(RawHttp.postInChunks(api, BATCH, tooLongForABatch, JSON), 413, "too-large");
        Problems.expect(RawHttp.postInChunks(api, ECHO, tooLongForABatch, JSON), 413, "too-large");
        Problems.expect(RawHttp.postInChunks(api, DEMO, new byte[3 * MIB], JSON), 413, "too-large");
        Problems.expect(RawHttp.postInChunks(api, CANCEL, new byte[MIB], JSON), 413, "too-large");
        String most = "{\"input\":{\"value\":\"" + "x".repeat(MIB - 12) + "\"}}";
        assertThat(RawHttp.postInChunks(api, ECHO, most.getBytes(StandardCharsets.US_ASCII), JSON).status()).isEqualTo(202);
    }

    @Test
    void contentTypesThatAreNoneAndCompressedBodiesAreRefused() {
        for (String path : List.of(ECHO, BATCH, CANCEL, DEMO)) {
            for (String type : List.of("json", "a/b/c", "application/json, text/plain", "text/plain")) {
                Problems.expect(RawHttp.post(api, path, "{}".getBytes(StandardCharsets.US_ASCII), "Content-Type: " + type), 415, "unsupported-media-type");
            }
            Problems.expect(RawHttp.post(api, path, bytes(0x1f, 0x8b, 8, 0), JSON, "Content-Encoding: gzip"), 415, "unsupported-media-type");
        }
        assertThat(RawHttp.post(api, BATCH, "[{\"task\":\"echo\",\"input\":{\"value\":1}}]".getBytes(StandardCharsets.US_ASCII)).status()).isEqualTo(202);
        Problems.expect(RawHttp.post(api, BATCH, new byte[0]), 400, "unparsable");
    }

    @Test
    void formsThatCannotBeReadAreRefusedAndLongOnesAreTaken() {
        String manyFields = String.join("&", IntStream.range(0, 2000).mapToObj(i -> "f" + i + "=1").toList());
        for (String body : List.of("payload=%zz&target_type=integer", "%zz", manyFields)) {
            Problems.expect(RawHttp.post(api, DEMO, body.getBytes(StandardCharsets.US_ASCII), FORM), 400, "unparsable");
        }
        assertThat(RawHttp.post(api, "/ui/runs", "%zz".getBytes(StandardCharsets.US_ASCII), FORM).status()).isEqualTo(400);
        Problems.expect(RawHttp.post(api, DEMO, "x".getBytes(StandardCharsets.US_ASCII), "Content-Type: multipart/form-data; boundary=q"), 400, "unparsable");
        byte[] large = ("target_type=integer&payload=" + "7".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        assertThat(RawHttp.post(api, DEMO, large, FORM).status()).isEqualTo(202);
    }

    @Test
    void keysThatPromiseNothingAreRefused() {
        byte[] body = "{\"input\":{\"value\":1}}".getBytes(StandardCharsets.US_ASCII);
        for (List<String> headers : List.of(List.of(JSON, "Idempotency-Key:"), List.of(JSON, "Idempotency-Key: a", "Idempotency-Key: b"), List.of(JSON, "Idempotency-Key: é"))) {
            JsonNode problem = Problems.expect(RawHttp.post(api, ECHO, body, headers.toArray(String[]::new)), 422, "invalid");
            assertThat(problem.get("detail").asText()).contains("Idempotency-Key");
        }
    }

    @Test
    void nameWithHalfASurrogatePairIsRefused() {
        assertThat(Problems.pointers(Problems.expect(api.submit("echo", "{\"input\":{\"value\":1},\"name\":\"\\ud800\"}"), 422, "invalid"))).containsExactly("/name");
    }

    @Test
    void whatIsRepeatedFromTheRequestIsCut() {
        JsonNode problem = Problems.expect(api.post(BATCH, "[{\"task\":\"" + "a".repeat(100_000) + "\",\"input\":{}}]"), 422, "invalid");
        assertThat(problem.at("/errors/0/detail").asText()).hasSizeLessThan(1100).endsWith("…");
    }

    @Test
    void queryParametersAreKnownGivenOnceAndNotEmpty() {
        String run = api.run("echo", "{\"value\":1}");
        for (String query : List.of("?wiat=1s", "?wait=1s&wait=2s", "?wait=", "/history?foo=1", "/history?after=1&after=2", "/logs?after=", "/logs?limit=%D9%A1", "/logs?limit=%2B1")) {
            Problems.expect(api.get("/api/v1/runs/" + run + query), 400, "unparsable");
        }
        for (String query : List.of("limit=%D9%A1", "limit=", "limit=1&limit=2", "state=", "cursor=")) {
            Problems.expect(api.get("/api/v1/runs?" + query), 400, "unparsable");
        }
    }

    @Test
    void oneBadItemAmongTenThousandRefusesAll() {
        String tag = "hostile-" + UUID.randomUUID();
        String good = "{\"task\":\"echo\",\"input\":{\"value\":1},\"tags\":[\"%s\"]},".formatted(tag);
        String body = "[" + good.repeat(5_000) + good.replace("{\"value\":1}", "{}") + good.repeat(4_998) + good.substring(0, good.length() - 1) + "]";
        JsonNode problem = Problems.expect(api.post(BATCH, body), 422, "invalid");
        assertThat(problem.get("errors")).hasSize(1);
        assertThat(problem.at("/errors/0/index").asInt()).isEqualTo(5_000);
        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/input/value");
        assertThat(api.get("/api/v1/runs?tag=" + tag).expect(200).json().get("runs")).isEmpty();
    }

    @Test
    void atMostAHundredFaultsAreToldHoweverManyItemsAreBad() {
        for (String item : List.of("{}", "7", "{\"task\":\"echo\"}", "{\"task\":\"nope\",\"input\":{}}", "{\"task\":\"echo\",\"input\":{}}", "{\"task\":null,\"input\":null}")) {
            JsonNode problem = Problems.expect(api.post(BATCH, "[" + (item + ",").repeat(299) + item + "]"), 422, "invalid");
            assertThat(problem.get("errors")).as(item).hasSize(100);
        }
    }

    @Test
    void linesMayEndInAnyWay() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1}}";
        Map.of(item + "\r\n" + item + "\r\n", 2, "\n\n" + item + "\n\n" + item + "\n\n", 2, item, 1).forEach((body, runs) ->
                assertThat(RawHttp.post(api, BATCH, body.getBytes(StandardCharsets.US_ASCII), "Content-Type: application/x-ndjson").expect(202).json().get("ids")).hasSize(runs));
        for (String body : List.of(item + ",\n" + item, item + "\n]", item + "\n{\"task\":")) {
            Problems.expect(RawHttp.post(api, BATCH, body.getBytes(StandardCharsets.US_ASCII), "Content-Type: application/x-ndjson"), 400, "unparsable");
        }
        Problems.expect(RawHttp.post(api, BATCH, "\n\n".getBytes(StandardCharsets.US_ASCII), "Content-Type: application/x-ndjson"), 422, "invalid");
    }

    private void expectUnparsable(String path, String before, byte[] value, String after) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(value);
        body.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
        Problems.expect(RawHttp.post(api, path, body.toByteArray(), JSON), 400, "unparsable");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
