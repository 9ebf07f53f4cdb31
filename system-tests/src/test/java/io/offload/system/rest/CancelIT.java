package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Cancel of one and of many, and rerun. */
class CancelIT {
    private final Api api = OffloadSystem.shared().api();

    @Test
    void waitingRunIsCancelledAtOnceAndAgain() {
        String id = delayed();
        assertThat(api.cancel(id).expect(200).json().at("/state/type").asText()).isEqualTo("CANCELLED");
        assertThat(api.cancel(id).expect(200).json().get("revision").asInt()).isEqualTo(2);
    }

    @Test
    void runningRunIsAskedToStopAndStops() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT1M\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(20));
        assertThat(api.cancel(id).expect(202).json().at("/state/type").asText()).isEqualTo("CANCELLING");
        assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void endedRunCannotBeCancelled() {
        String id = api.run("echo", "{\"value\":1}");
        api.awaitEnd(id);
        Problems.expect(api.cancel(id), 409, "state-conflict");
        Problems.expect(api.cancel(UUID.randomUUID().toString()), 404, "unknown-run");
        Problems.expect(api.cancel("x"), 400, "unparsable");
    }

    @Test
    void manyAreAnsweredOneByOne() {
        String waiting = delayed();
        String ended = api.run("echo", "{\"value\":1}");
        api.awaitEnd(ended);
        String unknown = UUID.randomUUID().toString();
        JsonNode runs = api.post("/api/v1/runs/cancel", "{\"ids\":[\"%s\",\"%s\",\"%s\"]}".formatted(ended, unknown, waiting)).expect(200).json().get("runs");
        assertThat(runs.findValues("status").stream().map(JsonNode::asInt)).containsExactly(409, 404, 200);
        assertThat(runs.findValuesAsText("id")).containsExactly(ended, unknown, waiting);
    }

    @Test
    void badCancelBodiesAreRefused() {
        for (String body : List.of("{}", "[]", "{\"ids\":[]}", "{\"ids\":[7]}", "{\"ids\":[\"x\"]}", "{\"ids\":\"x\"}", "{\"ids\":[\"%s\"],\"all\":true}".formatted(UUID.randomUUID()))) {
            Problems.expect(api.post("/api/v1/runs/cancel", body), 422, "invalid");
        }
        Problems.expect(api.post("/api/v1/runs/cancel", "{"), 400, "unparsable");
    }

    @Test
    void endedRunRunsAgainWithItsInput() {
        String id = api.submit("echo", "{\"input\":{\"value\":[1.50]},\"tags\":[\"t\"],\"name\":\"n\"}").expect(202).json().get("id").asText();
        api.awaitEnd(id);
        JsonNode again = api.post("/api/v1/runs/" + id + "/rerun", "").expect(202).json();
        assertThat(again.get("rerun_of").asText()).isEqualTo(id);
        assertThat(again.get("id").asText()).isNotEqualTo(id);
        assertThat(again.get("name").asText()).isEqualTo("n");
        assertThat(again.get("tags").toString()).isEqualTo("[\"t\"]");
        assertThat(api.awaitEnd(again.get("id").asText()).get("result").toString()).isEqualTo("[1.50]");
    }

    @Test
    void openRunIsNotRunAgain() {
        String id = delayed();
        Problems.expect(api.post("/api/v1/runs/" + id + "/rerun", ""), 409, "state-conflict");
        api.cancel(id);
        Problems.expect(api.post("/api/v1/runs/" + UUID.randomUUID() + "/rerun", ""), 404, "unknown-run");
    }

    private String delayed() {
        return api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT1H\"}").expect(202).json().get("id").asText();
    }
}
