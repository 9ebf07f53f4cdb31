package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The demo contract. The shared system has no language model, so its runs end with what to set. */
class DemoIT {
    private final Api api = OffloadSystem.shared().api();

    @Test
    void formIsAcceptedAndItsRunEndsInAnErrorThatSaysWhatToSet() {
        Reply reply = form("payload=Seven+of+nine&target_type=integer&instructions=the+first+number");
        String id = reply.expect(202).json().get("task_run_id").asText();
        assertThat(reply.json()).hasSize(1);
        JsonNode input = api.awaitEnd(id).get("input");
        assertThat(input.get("data").asText()).isEqualTo("Seven of nine");
        assertThat(input.get("target").asText()).isEqualTo("integer");
        assertThat(input.get("instructions").asText()).isEqualTo("the first number");
        JsonNode status = api.get("/tasks/" + id + "/status").expect(200).json();
        assertThat(status.get("task_run_id").asText()).isEqualTo(id);
        assertThat(status.get("status").asText()).isEqualTo("error");
        assertThat(status.get("message").asText()).contains("OPENAI");
        assertThat(status.has("result")).isFalse();
    }

    @Test
    void jsonIsAcceptedToo() {
        String id = api.post("/tasks", "{\"payload\":{\"n\":1.50},\"target_type\":\"string\"}").expect(202).json().get("task_run_id").asText();
        assertThat(api.view(id).get("input").toString()).isEqualTo("{\"data\":{\"n\":1.50},\"target\":\"string\"}");
    }

    @Test
    void multipartFormIsAcceptedToo() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        byte[] body = (part.formatted("payload", "seven") + part.formatted("target_type", "integer") + "--b--\r\n").getBytes(StandardCharsets.UTF_8);
        Http.post(api.url() + "/tasks", "multipart/form-data; boundary=b", body).expect(202);
    }

    @Test
    void statusFollowsTheRun() {
        String done = api.run("echo", "{\"value\":{\"x\":[1.50]}}");
        api.awaitEnd(done);
        assertThat(api.get("/tasks/" + done + "/status").expect(200).text())
                .isEqualTo("{\"task_run_id\":\"%s\",\"status\":\"completed\",\"result\":{\"x\":[1.50]}}".formatted(done));
        String waiting = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT1H\"}").expect(202).json().get("id").asText();
        assertThat(api.get("/tasks/" + waiting + "/status").expect(200).json().get("status").asText()).isEqualTo("pending");
        api.cancel(waiting);
        assertThat(api.get("/tasks/" + waiting + "/status").expect(200).json().get("status").asText()).isEqualTo("error");
    }

    @Test
    void badRequestsAreRefusedInTheWordsOfTheDemo() {
        assertThat(Problems.pointers(Problems.expect(form("instructions=x"), 422, "invalid"))).containsExactly("/payload", "/target_type");
        assertThat(Problems.pointers(Problems.expect(api.post("/tasks", "{\"payload\":1,\"target_type\":\"string\",\"more\":1}"), 422, "invalid"))).containsExactly("/more");
        assertThat(Problems.pointers(Problems.expect(api.post("/tasks", "{\"payload\":1,\"target_type\":\"string\",\"instructions\":7}"), 422, "invalid")))
                .containsExactly("/instructions");
        Problems.expect(api.post("/tasks", "{"), 400, "unparsable");
        Problems.expect(api.get("/tasks/" + UUID.randomUUID() + "/status"), 404, "unknown-run");
        Problems.expect(api.get("/tasks/x/status"), 400, "unparsable");
    }

    private Reply form(String body) {
        return Http.post(api.url() + "/tasks", "application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8));
    }
}
