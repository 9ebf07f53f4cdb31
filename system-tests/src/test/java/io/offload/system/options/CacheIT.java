package io.offload.system.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CacheIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();
    private final String value = UUID.randomUUID().toString();

    @Test
    void equalInputIsAnsweredWithoutExecutingWhateverItsKeyOrderAndNumberSpelling() {
        String first = api.run("trial-cached", "{\"value\":{\"a\":1,\"b\":\"" + value + "\"},\"duration\":\"PT0S\"}");
        assertThat(api.awaitEnd(first).get("result").asText()).isEqualTo(first);
        String second = api.run("trial-cached", "{\"duration\":\"PT0S\",\"value\":{\"b\":\"" + value + "\",\"a\":1.0}}");
        JsonNode view = api.awaitEnd(second);
        assertThat(view.at("/state/name").asText()).isEqualTo("Cached");
        assertThat(view.get("result").asText()).isEqualTo(first);
        assertThat(system.journal().starts(second)).isEmpty();
    }

    @Test
    void otherInputIsExecuted() {
        api.awaitEnd(api.run("trial-cached", "{\"value\":\"" + value + "\",\"duration\":\"PT0S\"}"));
        String other = api.run("trial-cached", "{\"value\":\"" + value + "!\",\"duration\":\"PT0S\"}");
        assertThat(api.awaitEnd(other).get("result").asText()).isEqualTo(other);
    }

    @Test
    void twentyEqualRunsAtOnceExecuteOnce() {
        List<CompletableFuture<String>> submissions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            submissions.add(CompletableFuture.supplyAsync(() -> api.run("trial-cached", "{\"value\":\"" + value + "\",\"duration\":\"PT0.5S\"}")));
        }
        List<String> ids = submissions.stream().map(CompletableFuture::join).toList();
        List<JsonNode> views = ids.stream().map(api::awaitEnd).toList();
        assertThat(views).allSatisfy(view -> assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED"));
        assertThat(views.stream().map(view -> view.get("result").asText()).distinct()).hasSize(1);
        assertThat(views.stream().filter(view -> view.at("/state/name").asText().equals("Cached"))).hasSize(19);
        assertThat(ids.stream().mapToInt(id -> system.journal().starts(id).size()).sum()).isEqualTo(1);
    }

    @Test
    void withoutIsolationEqualRunsExecuteSideBySide() {
        String a = api.run("trial-cached-loose", "{\"value\":\"" + value + "\",\"duration\":\"PT1S\"}");
        String b = api.run("trial-cached-loose", "{\"value\":\"" + value + "\",\"duration\":\"PT1S\"}");
        assertThat(api.awaitEnd(a).at("/state/name").asText()).isEqualTo("Completed");
        assertThat(api.awaitEnd(b).at("/state/name").asText()).isEqualTo("Completed");
        String later = api.run("trial-cached-loose", "{\"value\":\"" + value + "\",\"duration\":\"PT1S\"}");
        assertThat(api.awaitEnd(later).at("/state/name").asText()).isEqualTo("Cached");
    }

    @Test
    void expiredAnswerIsNotUsed() {
        String input = "{\"value\":\"" + value + "\"}";
        String first = api.run("trial-cached-briefly", input);
        api.awaitEnd(first);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            String next = api.run("trial-cached-briefly", input);
            return api.awaitEnd(next).get("result").asText().equals(next);
        });
    }

    @Test
    void refreshExecutesAlways() {
        String input = "{\"value\":\"" + value + "\"}";
        String first = api.run("trial-cached-refresh", input);
        api.awaitEnd(first);
        String second = api.run("trial-cached-refresh", input);
        assertThat(api.awaitEnd(second).get("result").asText()).isEqualTo(second);
    }

    @Test
    void followerLeadsWhenTheLeaderFails() {
        String input = "{\"value\":\"" + value + "\",\"duration\":\"PT3S\",\"fail\":true}";
        String leader = api.run("trial-cached-failing", input);
        // it is RUNNING a moment before it leads, and on a starved machine another may lead in between
        await().atMost(Duration.ofSeconds(30)).until(() -> !system.journal().starts(leader).isEmpty());
        String follower = api.run("trial-cached-failing", input);
        await().atMost(Duration.ofSeconds(10)).until(() -> api.view(follower).at("/state/name").asText().equals("AwaitingCache"));
        assertThat(api.awaitEnd(leader).at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(api.awaitEnd(follower).at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(system.journal().starts(follower)).as("it executed itself").hasSize(1);
    }
}
