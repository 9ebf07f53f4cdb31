package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code GET /api/v1/runs}. */
class ListIT {
    private final Api api = OffloadSystem.shared().api();
    private final String tag = "list-" + UUID.randomUUID();

    @Test
    void pagesHoldEveryRunOnceNewestFirst() {
        List<String> submitted = submit(57, "");
        assertThat(all("tag=" + tag + "&limit=10")).isEqualTo(submitted.reversed());
        assertThat(all("tag=" + tag + "&limit=200")).isEqualTo(submitted.reversed());
        assertThat(all("task=echo&tag=" + tag)).isEqualTo(submitted.reversed());
        assertThat(all("task=flaky&tag=" + tag)).isEmpty();
    }

    @Test
    void walkWithoutFilterMeetsEveryRun() {
        List<String> submitted = submit(30, "");
        List<String> walked = all("limit=200");
        assertThat(walked).containsAll(submitted).doesNotHaveDuplicates();
        List<String> sorted = new ArrayList<>(walked);
        Collections.sort(sorted);
        assertThat(walked).isEqualTo(sorted.reversed());
        assertThat(all("task=echo&limit=200")).containsAll(submitted).doesNotHaveDuplicates();
    }

    @Test
    void everyStateIsFoundAndNothingElse() {
        String completed = submit(1, "").getFirst();
        String failed = api.submit("trial-hooks", "{\"input\":{\"fail\":true},\"tags\":[\"%s\"]}".formatted(tag)).expect(202).json().get("id").asText();
        String scheduled = submit(1, ",\"delay\":\"PT1H\"").getFirst();
        String cancelled = submit(1, ",\"delay\":\"PT1H\"").getFirst();
        String running = api.submit("trial-sleep", "{\"input\":{\"duration\":\"PT1M\"},\"tags\":[\"%s\"]}".formatted(tag)).expect(202).json().get("id").asText();
        api.cancel(cancelled).expect(200);
        api.awaitEnd(completed);
        api.awaitEnd(failed);
        api.awaitState(running, "RUNNING", Duration.ofSeconds(20));
        assertStates("COMPLETED", completed);
        assertStates("FAILED", failed);
        assertStates("SCHEDULED", scheduled);
        assertStates("CANCELLED", cancelled);
        assertStates("RUNNING", running);
        assertThat(all("tag=" + tag + "&state=FAILED&state=SCHEDULED")).containsExactlyInAnyOrder(failed, scheduled);
        assertThat(all("state=FAILED&state=SCHEDULED&state=RUNNING&limit=200")).contains(failed, scheduled, running).doesNotContain(completed, cancelled);
        api.cancel(running);
        api.cancel(scheduled);
    }

    private void assertStates(String state, String id) {
        assertThat(all("state=" + state + "&tag=" + tag)).containsExactly(id);
        assertThat(all("state=" + state + "&limit=200")).contains(id);
        for (JsonNode run : api.get("/api/v1/runs?limit=200&state=" + state).expect(200).json().get("runs")) {
            assertThat(run.at("/state/type").asText()).isEqualTo(state);
        }
    }

    @Test
    void tagsAreCombinedWithAndQueueAndTimesNarrow() {
        String both = submit(1, "").getFirst();
        String one = api.submit("trial-noop", "{\"input\":{\"value\":1},\"tags\":[\"%s\"]}".formatted(tag)).expect(202).json().get("id").asText();
        assertThat(all("tag=" + tag + "&tag=second")).containsExactly(both);
        assertThat(all("tag=second&tag=" + tag)).containsExactly(both);
        assertThat(all("tag=" + tag + "&queue=trial")).containsExactly(one);
        String at = URLEncoder.encode(api.view(one).get("created_at").asText(), StandardCharsets.UTF_8);
        assertThat(all("tag=" + tag + "&created_after=" + at)).contains(one);
        assertThat(all("tag=" + tag + "&created_before=" + at)).doesNotContain(one);
        assertThat(all("tag=" + tag + "&created_after=2099-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void parametersThatCannotBeReadAre400AndNamed() {
        for (String query : List.of("limit=0", "limit=201", "limit=x", "state=DONE", "cursor=abc", "cursor=%2B%2B", "created_after=yesterday", "tag=a%20b",
                "task=Echo", "queue=A", "unknown=1", "limit=1&limit=2")) {
            String name = query.substring(0, query.indexOf('='));
            assertThat(Problems.expect(api.get("/api/v1/runs?" + query), 400, "unparsable").get("detail").asText()).contains(name);
        }
    }

    @Test
    void cursorOfOtherFiltersIsRefused() {
        submit(2, "");
        String cursor = api.get("/api/v1/runs?limit=1&tag=" + tag).expect(200).json().get("next_cursor").asText();
        api.get("/api/v1/runs?limit=5&tag=" + tag + "&cursor=" + cursor).expect(200);
        Problems.expect(api.get("/api/v1/runs?limit=1&cursor=" + cursor), 400, "unparsable");
    }

    @Test
    void pageOfLargeRunsIsCutAndNoneIsMissed() {
        String value = "é".repeat(450_000);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(api.submit("echo", "{\"input\":{\"value\":\"%s\"},\"tags\":[\"%s\"]}".formatted(value, tag)).expect(202).json().get("id").asText());
        }
        ids.forEach(api::awaitEnd);
        assertThat(api.get("/api/v1/runs?limit=200&tag=" + tag).expect(200).json().get("runs").size()).isLessThan(12);
        assertThat(all("limit=200&tag=" + tag)).isEqualTo(ids.reversed());
    }

    @Test
    void waitingRunsAreFoundAlthoughManyMoreAreNamed() {
        api.post("/api/v1/queues/trial-slow/pause", "").expect(200);
        List<String> waiting = new ArrayList<>();
        try {
            // workers notice within a second that the queue is paused: until then they take what comes
            List<String> few = await("seven that wait").atMost(Duration.ofSeconds(45)).pollInterval(Duration.ofMillis(200)).until(() -> {
                waiting.add(api.run("trial-slow", "{\"duration\":\"PT0.01S\"}"));
                return all("state=PENDING&queue=trial-slow&limit=3");
            }, found -> found.size() >= 7);
            assertThat(waiting.reversed()).containsSubsequence(few);
            // a batch that names runs that have moved on long ago: more than are sorted
            OffloadSystem.shared().database().change("INSERT INTO command_batch (queue, run_ids, eligible_at) SELECT 'nobody-reads', array_agg(uuid_lower_bound(timestamptz '2020-01-01' + make_interval(secs => s))),"
                    + " now() + interval '1 hour' FROM generate_series(1, 41000) s");
            assertThat(all("state=PENDING&limit=3")).containsSubsequence(few);
            assertThat(all("state=PENDING&state=RUNNING&limit=200")).containsSubsequence(few);
        } finally {
            OffloadSystem.shared().database().change("DELETE FROM command_batch WHERE queue = 'nobody-reads'");
            waiting.forEach(api::cancel);
            api.post("/api/v1/queues/trial-slow/resume", "").expect(200);
        }
    }

    private List<String> submit(int count, String fields) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(api.submit("echo", "{\"input\":{\"value\":%d},\"tags\":[\"%s\",\"second\"]%s}".formatted(i, tag, fields)).expect(202).json().get("id").asText());
        }
        return ids;
    }

    private List<String> all(String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/api/v1/runs?" + query + cursor).expect(200).json();
            page.get("runs").forEach(run -> ids.add(run.get("id").asText()));
            cursor = page.get("next_cursor").isNull() ? null : "&cursor=" + page.get("next_cursor").asText();
        } while (cursor != null);
        return ids;
    }
}
