package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import io.offload.system.ServiceProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Catalog, workers, queues, health, metrics, the description of the API, and what answers where nothing is. */
class OperationIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void catalogTellsSchemasOptionsAndLiveWorkers() {
        JsonNode tasks = api.get("/api/v1/tasks").expect(200).json().get("tasks");
        assertThat(tasks.findValuesAsText("name")).contains("echo", "flaky", "sleep", "create-structured-output", "trial-noop");
        JsonNode flaky = api.get("/api/v1/tasks/flaky").expect(200).json();
        assertThat(flaky.at("/input_schema/properties/fail_times/type").asText()).isEqualTo("integer");
        assertThat(flaky.at("/options/retries").asInt()).isEqualTo(3);
        assertThat(flaky.get("max_attempts").asInt()).isEqualTo(4);
        assertThat(flaky.get("live_workers").asInt()).isPositive();
        Problems.expect(api.get("/api/v1/tasks/nope"), 404, "unknown-task");
    }

    @Test
    void workersAreListedWithSlotsAndHeartbeats() {
        JsonNode workers = api.get("/api/v1/workers").expect(200).json().get("workers");
        assertThat(workers.findValuesAsText("name")).contains("worker-1", "trial-1");
        assertThat(workers.get(0).get("slots").asInt()).isPositive();
        assertThat(workers.get(0).get("heartbeat_at").asText()).endsWith("Z");
    }

    @Test
    void pausedQueueKeepsItsRunsAndTellsDepthAndAgeUntilItIsResumed() {
        api.post("/api/v1/queues/trial-slow/pause", "").expect(200);
        try {
            String id = api.run("trial-slow", "{\"duration\":\"PT0S\"}");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JsonNode queue = api.get("/api/v1/queues/trial-slow").expect(200).json();
                assertThat(queue.get("paused").asBoolean()).isTrue();
                assertThat(queue.get("paused_at").isNull()).isFalse();
            });
            JsonNode queue = queue("trial-slow");
            if (api.state(id).equals("PENDING")) {
                assertThat(queue.get("depth").asLong()).isEqualTo(1);
                assertThat(queue.get("oldest_age").asText()).startsWith("PT");
            }
            assertThat(queue.at("/lag/partitions")).hasSize(12);
            assertThat(api.post("/api/v1/queues/trial-slow/resume", "").expect(200).json().get("paused").asBoolean()).isFalse();
            api.awaitEnd(id);
        } finally {
            api.post("/api/v1/queues/trial-slow/resume", "");
        }
        Problems.expect(api.post("/api/v1/queues/nope/pause", ""), 404, "not-found");
        Problems.expect(api.get("/api/v1/queues/nope"), 404, "not-found");
    }

    @Test
    void workerThatStartsLeavesAPausedQueueAlone() throws Exception {
        api.post("/api/v1/queues/trial-slow/pause", "").expect(200);
        try {
            TimeUnit.SECONDS.sleep(3); // workers look once a second
            String id = api.run("trial-slow", "{\"duration\":\"PT0S\"}");
            TimeUnit.SECONDS.sleep(2); // so long that idle workers take over what waits
            ServiceProcess worker = system.addTrialWorker(Map.of());
            try {
                TimeUnit.SECONDS.sleep(2);
                assertThat(api.state(id)).isEqualTo("PENDING");
            } finally {
                worker.kill();
            }
            api.post("/api/v1/queues/trial-slow/resume", "").expect(200);
            api.awaitEnd(id);
        } finally {
            api.post("/api/v1/queues/trial-slow/resume", "");
        }
    }

    private JsonNode queue(String name) {
        for (JsonNode queue : api.get("/api/v1/queues").expect(200).json().get("queues")) {
            if (queue.get("name").asText().equals(name)) {
                return queue;
            }
        }
        throw new AssertionError("no queue " + name);
    }

    @Test
    void healthAndMetricsAreServedByApiAndWorker() {
        String worker = system.workers().getFirst().url();
        for (String url : List.of(api.url(), worker)) {
            assertThat(Http.get(url + "/q/health/live").status()).isEqualTo(200);
            assertThat(Http.get(url + "/q/health/ready").expect(200).json().get("status").asText()).isEqualTo("UP");
        }
        api.awaitEnd(api.run("echo", "{\"value\":1}"));
        assertThat(Http.get(api.url() + "/q/metrics").expect(200).text()).contains("offload_submissions_runs_total", "offload_submissions_flushes_total",
                "offload_waits", "offload_streams", "sql_pool_active");
        assertThat(Http.get(worker + "/q/metrics").expect(200).text()).contains("offload_worker_slots ", "offload_worker_slots_used",
                "offload_worker_runs_in_flight", "offload_worker_runs_claimed_total", "offload_worker_attempts_total{state=\"COMPLETED\"}",
                "offload_worker_outcomes_refused_total", "offload_worker_dead_letters_total", "offload_worker_runs_taken_over_total",
                "offload_commands_sent_again_total");
    }

    @Test
    void descriptionNamesEveryOperationOnceAndItsReferencesLeadSomewhere() {
        JsonNode openapi = api.get("/openapi?format=json").expect(200).json();
        Set<String> paths = new HashSet<>();
        openapi.get("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths).contains("/api/v1/tasks", "/api/v1/tasks/{task}", "/api/v1/tasks/{task}/runs", "/api/v1/runs/batch", "/api/v1/runs", "/api/v1/runs/{id}",
                "/api/v1/runs/{id}/history", "/api/v1/runs/{id}/logs", "/api/v1/runs/{id}/events", "/api/v1/runs/{id}/cancel", "/api/v1/runs/cancel",
                "/api/v1/runs/{id}/rerun", "/api/v1/workers", "/api/v1/queues", "/api/v1/queues/{queue}/pause", "/api/v1/queues/{queue}/resume", "/tasks",
                "/tasks/{task_run_id}/status");
        assertThat(openapi.findValuesAsText("operationId")).doesNotHaveDuplicates();
        for (String reference : new HashSet<>(openapi.findValuesAsText("$ref"))) {
            assertThat(openapi.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
        }
        assertThat(Http.get(api.url() + "/docs/").status()).isEqualTo(200);
    }

    @Test
    void everyKindOfProblemIsExplained() {
        for (JsonNode kind : api.get("/problems").expect(200).json().get("problems")) {
            Reply page = Http.get(api.url() + kind.get("type").asText(), "Accept", "text/html");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("<h1>");
            assertThat(api.get(kind.get("type").asText(), "Accept", "application/json").json().get("status").asInt()).isEqualTo(kind.get("status").asInt());
        }
    }

    @Test
    void whereNothingIsAProblemAnswers() throws Exception {
        Problems.expect(api.get("/api/v1/nothing"), 404, "not-found");
        Problems.expect(api.get("/q/nothing"), 404, "not-found");
        Problems.expect(api.get("/api/v1/runs", "Accept", "text/html"), 406, "not-acceptable");
        assertThat(Http.client().send(HttpRequest.newBuilder(URI.create(api.url() + "/api/v1/runs")).DELETE().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        assertThat(Http.client().send(HttpRequest.newBuilder(URI.create(api.url() + "/api/v1/tasks")).method("HEAD", BodyPublishers.noBody()).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(api.get("/api/v1/tasks", "Origin", "http://elsewhere.example").header("Access-Control-Allow-Origin")).isNull();
    }
}
