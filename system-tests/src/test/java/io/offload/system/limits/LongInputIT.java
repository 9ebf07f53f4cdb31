package io.offload.system.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Journal;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An input of more than 500 characters has a row of its own; whoever submits, executes or reads a run does not notice. */
class LongInputIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @ParameterizedTest
    @CsvSource({"500,0", "501,1", "2500,1", "70000,1"})
    void inputReachesTheTaskAndEveryReader(int characters, int ofItsOwn) {
        String input = input("a", characters);
        String id = api.run("trial-noop", input);
        JsonNode view = api.awaitEnd(id);
        assertThat(view.get("result")).isEqualTo(value(input));
        assertThat(view.get("input").toString()).isEqualTo(input);
        assertThat(rowsOfItsOwn(id)).isEqualTo(ofItsOwn);
        assertThat(system.database().number("SELECT count(input) FROM task_run WHERE id = ?::uuid", id)).isEqualTo(1 - ofItsOwn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"tags\":[\"%s\"]", ",\"idempotency_key\":\"%s\"", ",\"delay\":\"1s\"", ",\"name\":\"%s\"", ",\"tags\":[\"%s\"],\"delay\":\"1s\""})
    void batchOfShortAndLongInputsMixesNothingUp(String options) {
        List<String> inputs = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            inputs.add(input("i" + i + "-", 20 + i * 20));
            items.add("{\"task\":\"trial-noop\",\"input\":" + inputs.get(i) + options.formatted(UUID.randomUUID()) + "}");
        }
        JsonNode ids = api.post("/api/v1/runs/batch", "[" + String.join(",", items) + "]").expect(202).json().get("ids");
        for (int i = 0; i < 60; i++) {
            JsonNode view = api.awaitEnd(ids.get(i).asText());
            assertThat(view.get("input").toString()).isEqualTo(inputs.get(i));
            assertThat(view.get("result")).isEqualTo(value(inputs.get(i)));
        }
    }

    @Test
    void listTellsThemToo() {
        String tag = "long-" + UUID.randomUUID();
        Map<String, String> inputs = new LinkedHashMap<>();
        for (int characters : new int[] {30, 600, 40, 100_000, 1_200}) {
            String input = input("l", characters);
            inputs.put(api.submit("trial-noop", "{\"input\":" + input + ",\"tags\":[\"" + tag + "\"]}").expect(202).json().get("id").asText(), input);
        }
        JsonNode runs = api.get("/api/v1/runs?tag=" + tag).expect(200).json().get("runs");
        Map<String, String> listed = new LinkedHashMap<>();
        runs.forEach(run -> listed.put(run.get("id").asText(), run.get("input").toString()));
        assertThat(listed).isEqualTo(inputs);
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 70_000})
    void rerunHasTheSameInput(int characters) {
        String input = input("r", characters);
        String id = api.run("trial-noop", input);
        api.awaitEnd(id);
        String again = api.post("/api/v1/runs/" + id + "/rerun", "").expect(202).json().get("id").asText();
        assertThat(api.awaitEnd(again).get("input").toString()).isEqualTo(input);
        assertThat(rowsOfItsOwn(again)).isEqualTo(1);
    }

    @Test
    void repeatedIdempotencyKeyStoresNothing() {
        String body = "{\"input\":" + input("k", 900) + "}";
        String key = UUID.randomUUID().toString();
        long before = system.database().number("SELECT count(*) FROM run_input");
        Reply first = api.submit("trial-noop", body, "Idempotency-Key", key).expect(202);
        Reply second = api.submit("trial-noop", body, "Idempotency-Key", key).expect(200);
        assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(rowsOfItsOwn(first.json().get("id").asText())).isEqualTo(1);
        assertThat(system.database().number("SELECT count(*) FROM run_input")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"500,0", "501,1", "70000,1"})
    void runSubmittedBySqlHasItsInput(int characters, int ofItsOwn) {
        String input = input("s", characters);
        String id = system.database().rows("SELECT offload.submit('trial-noop', ?::json) AS id", input).getFirst().get("id").toString();
        JsonNode view = api.awaitEnd(id);
        assertThat(view.get("input").toString()).isEqualTo(input);
        assertThat(view.get("result")).isEqualTo(value(input));
        assertThat(rowsOfItsOwn(id)).isEqualTo(ofItsOwn);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 900})
    void hookIsToldIt(int characters) {
        String input = input("h", characters);
        String id = api.run("trial-hook-input", input);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(system.journal().of(id)).extracting(Journal.Entry::event)
                .containsExactly("input of " + value(input).asText().length()));
    }

    private long rowsOfItsOwn(String id) {
        return system.database().number("SELECT count(*) FROM run_input WHERE run_id = ?::uuid", id);
    }

    private static JsonNode value(String input) {
        return Reply.treeOf(input).get("value");
    }

    /** A JSON object of so many characters, quotes and braces included. */
    private static String input(String start, int characters) {
        String frame = "{\"value\":\"%s\"}";
        return frame.formatted(start + "x".repeat(characters - frame.length() + 2 - start.length()));
    }
}
