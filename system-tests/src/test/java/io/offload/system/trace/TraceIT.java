package io.offload.system.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.examples.OpenAiServer;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/operations.md, "Tracing". */
class TraceIT {
    private static final String CALLER = "00f067aa0ba902b7";
    private static TraceReceiver receiver;
    private static OpenAiServer model;
    private static OffloadSystem system;

    @BeforeAll
    static void startTracing() throws Exception {
        receiver = new TraceReceiver();
        model = new OpenAiServer(0);
        system = OffloadSystem.builder("trace").apis(1).workers(1)
                .with("QUARKUS_OTEL_SDK_DISABLED", "false")
                .with("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                .with("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .with("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms")
                .withWorker("OPENAI_BASE_URL", model.baseUrl())
                .start();
    }

    @AfterAll
    static void stop() {
        system.close();
        model.close();
        receiver.close();
    }

    @Test
    void oneTraceHoldsThePostAndTheAttempt() {
        String trace = newTrace();
        String run = submit("echo", "{\"value\":1}", trace);
        ReceivedSpan post = post(trace);
        assertThat(post.parent()).isEqualTo(CALLER);
        assertThat(post.service()).isEqualTo("offload-api");
        ReceivedSpan attempt = receiver.await(1, trace, span -> span.name().equals("execute echo")).getFirst();
        assertThat(attempt.parent()).isEqualTo(post.id());
        assertThat(attempt.kind()).isEqualTo("SPAN_KIND_CONSUMER");
        assertThat(attempt.attributes()).containsEntry("offload.run.id", run).containsEntry("offload.task", "echo").containsEntry("offload.attempt", "1")
                .containsEntry("offload.queue", "default").containsEntry("offload.worker", "worker-1").containsEntry("offload.outcome", "COMPLETED")
                .doesNotContainKey("error.type");
    }

    @Test
    void everyAttemptOfARunIsASpanOfItsTrace() {
        String trace = newTrace();
        submit("flaky", "{\"fail_times\":1}", trace);
        String post = post(trace).id();
        List<ReceivedSpan> attempts = receiver.await(2, trace, span -> span.name().equals("execute flaky")).stream()
                .sorted(Comparator.comparing(span -> span.attributes().get("offload.attempt"))).toList();
        assertThat(attempts).extracting(ReceivedSpan::parent).containsExactly(post, post);
        assertThat(attempts).extracting(span -> span.attributes().get("offload.attempt")).containsExactly("1", "2");
        assertThat(attempts).extracting(span -> span.attributes().get("offload.outcome")).containsExactly("SCHEDULED", "COMPLETED");
        assertThat(attempts).extracting(ReceivedSpan::status).containsExactly("STATUS_CODE_ERROR", "STATUS_CODE_UNSET");
        assertThat(attempts.getFirst().attributes()).containsEntry("error.type", "java.lang.IllegalStateException");
    }

    @Test
    void whatTheTaskStartsIsAChildOfItsAttempt() {
        String trace = newTrace();
        submit("create-structured-output", "{\"data\":\"2 apples\",\"target\":\"number\"}", trace);
        String attempt = receiver.await(1, trace, span -> span.name().equals("execute create-structured-output")).getFirst().id();
        assertThat(model.requests()).isNotEmpty();
        assertThat(receiver.await(1, trace, span -> span.attributes().containsKey("gen_ai.request.model"))).allSatisfy(question ->
                assertThat(question.parent()).isEqualTo(attempt));
    }

    @Test
    void runThatCameWithoutATraceBeginsOne() {
        String run = system.database().rows("SELECT submit('echo', '{\"value\":1}')::text AS id").getFirst().get("id").toString();
        system.api().awaitEnd(run);
        ReceivedSpan attempt = receiver.awaitAnywhere(span -> run.equals(span.attributes().get("offload.run.id")));
        assertThat(attempt.parent()).isEmpty();
    }

    @Test
    void untracedTheTraceOfTheCallerGoesOnAsItCame() {
        OffloadSystem untraced = OffloadSystem.shared();
        String trace = newTrace();
        String run = submit(untraced.api(), "echo", "{\"value\":1}", trace);
        assertThat(untraced.database().rows("SELECT traceparent FROM task_run WHERE id = ?", UUID.fromString(run)).getFirst())
                .containsEntry("traceparent", traceparent(trace));
    }

    private static ReceivedSpan post(String trace) {
        return receiver.await(1, trace, span -> span.name().equals("POST /api/v1/tasks/{task}/runs") && span.kind().equals("SPAN_KIND_SERVER")).getFirst();
    }

    private static String submit(String task, String input, String trace) {
        return submit(system.api(), task, input, trace);
    }

    private static String submit(Api api, String task, String input, String trace) {
        String run = api.submit(task, "{\"input\":" + input + "}", "traceparent", traceparent(trace)).expect(202).json().get("id").asText();
        JsonNode ended = api.awaitEnd(run);
        assertThat(ended.at("/state/type").asText()).as("%s", ended.get("error")).isEqualTo("COMPLETED");
        return run;
    }

    private static String traceparent(String trace) {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
