package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code POST /api/v1/runs/batch}. */
class BatchIT {
    private static final String PATH = "/api/v1/runs/batch";
    private final Api api = OffloadSystem.shared().api();

    @Test
    void batchIsAcceptedInOrder() {
        JsonNode ids = api.post(PATH, "[{\"task\":\"echo\",\"input\":{\"value\":1}},{\"task\":\"trial-noop\",\"input\":{\"value\":2}}]").expect(202).json().get("ids");
        assertThat(ids).hasSize(2);
        assertThat(api.view(ids.get(0).asText()).get("task").asText()).isEqualTo("echo");
        assertThat(api.awaitEnd(ids.get(1).asText()).get("result").asInt()).isEqualTo(2);
    }

    @Test
    void longAnswerTellsItsLength() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1}}";
        Reply reply = api.post(PATH, "[" + (item + ",").repeat(499) + item + "]").expect(202);
        assertThat(reply.json().get("ids")).hasSize(500);
        assertThat(reply.header("Content-Length")).as("sent whole, not in chunks").isNotNull();
    }

    @Test
    void linesAreABatchToo() {
        Reply reply = Http.post(api.url() + PATH, "application/x-ndjson",
                "{\"task\":\"echo\",\"input\":{\"value\":1}}\n{\"task\":\"echo\",\"input\":{\"value\":2}}\n".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.expect(202).json().get("ids")).hasSize(2);
    }

    @Test
    void oneBadItemRefusesAllAndIsNamedByItsIndex() {
        String tag = "batch-" + UUID.randomUUID();
        JsonNode problem = Problems.expect(api.post(PATH, ("[{\"task\":\"echo\",\"input\":{\"value\":1},\"tags\":[\"%s\"]},{\"task\":\"nope\",\"input\":{}},"
                + "{\"task\":\"flaky\",\"input\":{\"fail_times\":true}},7]").formatted(tag)), 422, "invalid");
        List<Integer> indexes = new ArrayList<>();
        problem.get("errors").forEach(fault -> indexes.add(fault.get("index").asInt()));
        assertThat(indexes).containsExactly(1, 2, 3);
        assertThat(api.get("/api/v1/runs?tag=" + tag).expect(200).json().get("runs")).isEmpty();
    }

    @Test
    void repeatedKeysAnswerWithTheirRunsAndOtherBodiesRefuseTheBatch() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1},\"idempotency_key\":\"%s\"}".formatted(UUID.randomUUID());
        String first = api.post(PATH, "[" + item + "]").expect(202).json().at("/ids/0").asText();
        JsonNode again = api.post(PATH, "[{\"task\":\"echo\",\"input\":{\"value\":9}}," + item + "]").expect(202).json();
        assertThat(again.at("/ids/1").asText()).isEqualTo(first);
        JsonNode conflict = Problems.expect(api.post(PATH, "[" + item.replace(":1}", ":2}") + "]"), 409, "idempotency-conflict");
        assertThat(conflict.at("/errors/0/index").asInt()).isZero();
    }

    @Test
    void equalKeysWithinABatchAreNamedByTheirItems() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":%d},\"idempotency_key\":\"" + UUID.randomUUID() + "\"}";
        JsonNode conflict = Problems.expect(api.post(PATH, "[" + item.formatted(1) + "," + item.formatted(2) + "]"), 409, "idempotency-conflict");
        assertThat(conflict.at("/errors/0/index").asInt()).isEqualTo(1);
        assertThat(conflict.at("/errors/0/detail").asText()).contains("item 0");
    }

    @Test
    void keyOfARunThatIsGoneStandsForANewOne() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1},\"idempotency_key\":\"%s\"}";
        String one = item.formatted(UUID.randomUUID());
        String other = item.formatted(UUID.randomUUID());
        JsonNode first = api.post(PATH, "[" + one + "," + other + "]").expect(202).json().get("ids");
        api.awaitEnd(first.get(0).asText());
        OffloadSystem.shared().database().change("DELETE FROM task_run WHERE id = ?::uuid", first.get(0).asText());
        JsonNode again = api.post(PATH, "[" + one + "," + other + "]").expect(202).json().get("ids");
        assertThat(api.awaitEnd(again.get(0).asText()).at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(again.get(0)).isNotEqualTo(first.get(0));
        assertThat(again.get(1)).isEqualTo(first.get(1));
    }

    @Test
    void headerThatABatchWouldNotHeedIsRefused() {
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1}}";
        JsonNode refused = Problems.expect(api.post(PATH, "[" + item + "]", "Idempotency-Key", "a"), 422, "invalid");
        assertThat(refused.get("detail").asText()).contains("Idempotency-Key", "idempotency_key");
        String run = api.run("echo", "{\"value\":1}");
        api.awaitEnd(run);
        Problems.expect(api.post("/api/v1/runs/" + run + "/rerun", "", "Idempotency-Key", "a"), 422, "invalid");
    }

    @Test
    void emptyUnreadableAndTooLongBatchesAreRefused() {
        Problems.expect(api.post(PATH, "[]"), 422, "invalid");
        Problems.expect(api.post(PATH, "{}"), 422, "invalid");
        Problems.expect(api.post(PATH, "[{]"), 400, "unparsable");
        String item = "{\"task\":\"echo\",\"input\":{\"value\":1}}";
        Problems.expect(api.post(PATH, "[" + (item + ",").repeat(10_000) + item + "]"), 413, "too-large");
    }

    @Test
    void tenThousandRunsAreAcceptedAndEnd() {
        String item = "{\"task\":\"trial-noop\",\"input\":{\"value\":1}}";
        JsonNode ids = api.post(PATH, "[" + (item + ",").repeat(9_999) + item + "]").expect(202).json().get("ids");
        assertThat(ids).hasSize(10_000);
        api.awaitEnd(ids.get(0).asText());
        api.awaitEnd(ids.get(9_999).asText());
    }
}
