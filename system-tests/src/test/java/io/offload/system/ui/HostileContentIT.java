package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever callers, user code and workers write is shown as text, wherever it stands. */
class HostileContentIT extends Browsing {
    private static final String HOSTILE = "</pre></textarea></title>'\"><img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script><svg onload=window.hacked=1>{7*7}{{7*7}}${7*7}&lt;b&gt;";
    private static final String PLANTED = "document.querySelector('img[src=\"x\"], svg[onload], script:not([src])') !== null";
    private static Api api;
    private static Database database;
    private static String completed;
    private static String failed;
    private static String open;

    @BeforeAll
    static void fill() {
        api = OffloadSystem.shared().api();
        database = OffloadSystem.shared().database();
        String text = Reply.jsonOf(HOSTILE);
        String name = Reply.jsonOf(HOSTILE);
        completed = api.submit("trial-noop", "{\"input\":{\"value\":" + text + "},\"name\":" + name + "}").expect(202).json().get("id").asText();
        failed = api.submit("trial-retry-on", "{\"input\":{\"exception\":" + text + "},\"name\":" + name + "}").expect(202).json().get("id").asText();
        open = api.submit("trial-noop", "{\"input\":{\"value\":" + text + "},\"name\":" + name + ",\"delay\":\"PT9H\"}").expect(202).json().get("id").asText();
        api.awaitEnd(completed);
        api.awaitEnd(failed);
        // what the API would refuse but other writers of the database may not
        database.change("UPDATE task_run SET tags = ARRAY[?], progress = json_build_object('fraction', 0.5, 'message', ?) WHERE id = ?", HOSTILE, HOSTILE, UUID.fromString(open));
        database.change("INSERT INTO run_log (run_id, seq, at, attempt, level, message) SELECT ?, s, now(), 1, 'INFO', ? FROM generate_series(1000, 1002) s", UUID.fromString(completed), HOSTILE);
        database.change("INSERT INTO worker_session (worker, host, pid, version, queues, tasks, slots, ended_at) VALUES (?, ?, 1, ?, ARRAY[?], ARRAY[?], 1, now())",
                HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        database.change("INSERT INTO queue (name) VALUES (?)", HOSTILE);
        database.change("INSERT INTO published_task (name, description, queue, tags, max_attempts, options, input_schema, output_schema, source_digest)"
                + " SELECT 'hostile', ?, ?, ARRAY[?], 1, json_build_object('unavailable', ?), json_build_object('type', 'object', 'properties', json_build_object(?,"
                + " json_build_object('type', 'string', 'description', ?, 'default', ?, 'enum', json_build_array(?)))), json_build_object('title', ?), ''",
                HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE);
    }

    @AfterAll
    static void cleanUp() {
        if (open != null) {
            api.cancel(open);
            database.change("DELETE FROM worker_session WHERE worker = ?", HOSTILE);
            database.change("DELETE FROM queue WHERE name = ?", HOSTILE);
            database.change("DELETE FROM published_task WHERE description = ?", HOSTILE);
        }
    }

    @Test
    void listsShowItAsText() {
        for (String path : List.of("/ui/runs", "/ui/runs?state=FAILED", "/ui", "/ui/tasks", "/ui/workers", "/ui/queues")) {
            shown(path);
        }
    }

    @Test
    void runShowsItAsText() {
        shown("/ui/runs/" + completed);
        assertThat(tab.read(".result pre")).contains(HOSTILE.replace("\"", "\\\""));
        assertThat(tab.read("#log")).contains(HOSTILE);
        shown("/ui/runs/" + failed);
        assertThat(tab.read("#error")).contains(HOSTILE);
        assertThat(tab.eval("document.querySelector('#trace pre').innerText").asText()).contains(HOSTILE);
        shown("/ui/runs/" + open);
        assertThat(tab.read("#progress")).contains(HOSTILE);
        assertThat(tab.read("dl.facts .tag")).isEqualTo(HOSTILE);
    }

    @Test
    void taskFormShowsItAsText() {
        shown("/ui/tasks/hostile");
        shown("/ui/tasks/trial-noop?like=" + completed);
        assertThat(tab.eval("document.querySelector('[name=\"in.value\"]').value").asText()).isEqualTo(Reply.jsonOf(HOSTILE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/runs?q=%s", "/ui/runs?task=%s", "/ui/runs?tag=%s", "/ui/runs?state=%s", "/ui/runs?after=%s", "/ui/runs?said=%s", "/ui?span=%s", "/?run=%s", "/ui/runs/%s", "/ui/tasks/%s", "/login?next=%s"})
    void addressIsShownAsText(String path) {
        tab.go(api.url() + path.formatted(URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8)));
        assertThat(tab.eval(PLANTED).asBoolean()).as(path).isFalse();
        assertThat(tab.eval("window.hacked === undefined").asBoolean()).as(path).isTrue();
        tab.complaints().removeIf(words -> words.startsWith("Failed to load resource: the server responded with a status of 40"));
    }

    private void shown(String path) {
        tab.go(api.url() + path);
        assertThat(tab.eval("document.body.textContent").asText()).as(path).contains("<script>window.hacked=1</script>");
        assertThat(tab.eval(PLANTED).asBoolean()).as(path).isFalse();
        assertThat(tab.eval("window.hacked === undefined").asBoolean()).as(path).isTrue();
    }
}
