package io.offload.system.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.History;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, tags, logs, prints, progress, hooks and return types. */
class TellIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void nameIsMadeFromTheTemplateAndTagsAreThoseOfTaskAndSubmission() {
        String id = api.submit("trial-named", "{\"input\":{\"what\":\"text\",\"target\":\"date\"},\"tags\":[\"mine\"]}").expect(202).json().get("id").asText();
        JsonNode view = api.awaitEnd(id);
        assertThat(view.get("name").asText()).isEqualTo("cast text to date");
        assertThat(view.get("tags")).extracting(JsonNode::asText).containsExactlyInAnyOrder("kind:trial", "team/a", "mine");
    }

    @Test
    void nameOfTheSubmissionWins() {
        String id = api.submit("trial-named", "{\"input\":{\"what\":\"text\",\"target\":\"date\"},\"name\":\"my own\"}").expect(202).json().get("id").asText();
        assertThat(api.view(id).get("name").asText()).isEqualTo("my own");
    }

    @Test
    void whatTheMethodLogsIsStoredInOrder() {
        String id = api.run("trial-logs", "{\"lines\":500,\"length\":10}");
        api.awaitEnd(id);
        List<Map<String, Object>> lines = logs(id);
        assertThat(lines).hasSize(501);
        for (int i = 0; i < 500; i++) {
            assertThat(lines.get(i).get("seq")).isEqualTo(i + 1);
            assertThat(lines.get(i).get("message")).isEqualTo("line " + (i + 1) + " xxxxxxxxxx");
        }
        assertThat(lines.getLast()).containsEntry("level", "WARN").containsEntry("message", "from the context");
    }

    @Test
    void logStatementsWithAWrongFormatDoNotFailTheRun() {
        String id = api.run("trial-wrong-logs", "{}");
        assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(logs(id)).extracting(line -> line.get("message")).containsExactly("50% done", "%d of %d [one, 2]", "{ {0} [3]");
    }

    @Test
    void exceptionThatCannotBeAskedEndsTheAttemptToo() {
        JsonNode view = api.awaitEnd(api.run("trial-silent-failure", "{}"));
        assertThat(view.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(view.at("/error/type").asText()).startsWith("io.offload.trial.TellTasks$");
        assertThat(view.at("/error/message").asText()).contains("java.lang.UnsupportedOperationException");
    }

    @Test
    void logBeyondTheLimitEndsWithOneLineThatSaysSo() {
        String id = api.run("trial-logs", "{\"lines\":10500,\"length\":1}");
        api.awaitEnd(id);
        List<Map<String, Object>> lines = logs(id);
        assertThat(lines).hasSize(10_001);
        assertThat((String) lines.getLast().get("message")).startsWith("truncated");
    }

    @Test
    void longLineIsCut() {
        String id = api.run("trial-logs", "{\"lines\":1,\"length\":50000}");
        api.awaitEnd(id);
        assertThat(((String) logs(id).getFirst().get("message")).length()).isEqualTo(16 * 1024);
    }

    @Test
    void logsAreNotStoredWhenTheOptionIsOff() {
        String id = api.run("trial-logs-off", "{}");
        api.awaitEnd(id);
        assertThat(logs(id)).isEmpty();
    }

    @Test
    void printsAndLogsAreStoredInTheOrderInWhichTheyWereMade() {
        String id = api.run("trial-prints", "{\"lines\":20}");
        api.awaitEnd(id);
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            expected.addAll(List.of("out " + i, "log " + i, "err " + i));
        }
        assertThat(logs(id)).extracting(line -> line.get("message")).containsExactlyElementsOf(expected);
    }

    @Test
    void progressIsSeenWhileTheRunRunsAndKeptAfterIt() {
        String id = api.run("trial-progress", "{\"steps\":8,\"pause\":\"PT0.5S\"}");
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50)).until(() -> {
            JsonNode progress = api.view(id).get("progress");
            return !progress.isNull() && progress.get("fraction").asDouble() > 0 && progress.get("fraction").asDouble() < 1;
        });
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/progress/fraction").asDouble()).isEqualTo(1);
        assertThat(view.at("/progress/message").asText()).isEqualTo("step 8");
    }

    @Test
    void completionHookIsCalledOnceAndRecorded() {
        String id = api.run("trial-hooks", "{\"fail\":false}");
        api.awaitEnd(id);
        awaitReason(id, "onCompletion hook returned");
        assertThat(api.get("/api/v1/runs/" + id + "/history?limit=3").expect(200).json().get("next_after").asInt()).isEqualTo(3);
        assertThat(api.get("/api/v1/runs/" + id + "/history?after=3").expect(200).json().at("/history/0/reason").asText()).isEqualTo("onCompletion hook returned");
        assertThat(system.journal().of(id)).extracting(entry -> entry.event()).containsExactly("started", "completed");
    }

    @Test
    void failureHookIsCalledAfterTheLastAttempt() {
        String id = api.run("trial-hooks", "{\"fail\":true}");
        assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("FAILED");
        awaitReason(id, "onFailure hook returned");
        assertThat(system.journal().of(id)).extracting(entry -> entry.event()).containsExactly("started", "started", "failed");
    }

    @Test
    void hooksOwnFailureIsRecordedAndChangesNothingElse() {
        String id = api.run("trial-failing-hook", "{}");
        api.awaitEnd(id);
        awaitReason(id, "onCompletion hook failed: java.lang.IllegalStateException: the hook fails");
        JsonNode view = api.view(id);
        assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(view.get("result").asText()).isEqualTo("fine");
        assertThat(system.database().number("SELECT count(*) FROM hook_due WHERE run_id = ?::uuid", id)).isZero();
    }

    @Test
    void everyReturnTypeGivesItsResult() {
        assertThat(api.awaitEnd(api.run("trial-void", "{}")).get("result").isNull()).isTrue();
        assertThat(api.awaitEnd(api.run("trial-uni", "{\"value\":\"a\"}")).get("result").asText()).isEqualTo("uni a");
        assertThat(api.awaitEnd(api.run("trial-stage", "{\"value\":\"a\"}")).get("result").asText()).isEqualTo("stage a");
    }

    @Test
    void oddTextIsStoredOrReplacedNeverRefused() {
        JsonNode good = api.awaitEnd(api.run("trial-odd-text", "{\"fail\":false}"));
        assertThat(good.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(good.get("result").asText()).startsWith("nul \u0000 surrogate");
        JsonNode bad = api.awaitEnd(api.run("trial-odd-text", "{\"fail\":true}"));
        assertThat(bad.at("/error/message").asText()).isEqualTo("nul \uFFFD surrogate \uFFFD end");
    }

    private List<Map<String, Object>> logs(String id) {
        return system.database().rows("SELECT seq, level, message FROM run_log WHERE run_id = ?::uuid ORDER BY seq", id);
    }

    private void awaitReason(String id, String reason) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(History.of(system.database(), id).reasons()).contains(reason));
    }
}
