package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.OffloadSystem;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo page where no model is configured, and what it makes of runs that end badly. */
class DemoPageIT extends Browsing {
    private static final String INPUT = "{\"data\":\"Seven of nine\",\"target\":\"integer\"}";
    private static Api api;
    private static Database database;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
        database = OffloadSystem.shared().database();
    }

    @Test
    void saysBeforehandThatNoModelIsConfiguredAndOffersOtherTasks() {
        tab.go(api.url() + "/");
        assertThat(tab.read("#unavailable")).contains("OPENAI_API_KEY", "echo");
        tab.follow("#unavailable a");
        assertThat(tab.address()).startsWith("/ui/tasks/");
        assertThat(tab.has("#submit")).isTrue();
    }

    @Test
    void targetIsOneOfTheListOrASchema() {
        tab.go(api.url() + "/");
        tab.eval("[...document.querySelectorAll('.choices button')].find(b => b.innerText === 'list of string').click()");
        assertThat(target()).isEqualTo("list of string");
        tab.eval("[...document.querySelectorAll('.choices button')].find(b => b.innerText === 'JSON Schema').click()");
        assertThat(target()).contains("\"properties\"");
        String chosen = target();
        tab.follow("#cast button.primary");
        String id = tab.address().substring("/?run=".length());
        assertThat(api.view(id).at("/input/target").asText()).isEqualTo(chosen);
        tab.waitFor("document.querySelector('#failure')?.innerText.includes('OPENAI_API_KEY')");
        assertThat(target()).isEqualTo(chosen);
        assertThat(tab.has("[data-watch]")).isTrue();
        tab.go(api.url() + "/?run=" + id);
        assertThat(tab.has("[data-watch]")).as("a run that has ended is not watched").isFalse();
    }

    @Test
    void cancelledRunIsShownAsSuchWhileOneWatches() {
        String id = waiting();
        tab.go(api.url() + "/?run=" + id);
        tab.waitFor("document.querySelector('#lamp').innerText === 'Live'");
        assertThat(tab.has("#failure, #result")).isFalse();
        api.cancel(id).expect(200);
        assertThat(tab.read("#failure")).startsWith("Cancelled before it started");
        assertThat(tab.read("#outcome .steps")).contains("Cancelled").doesNotContain("Started", "Completed");
        tab.waitFor("document.querySelector('#lamp').innerText === 'Ended'");
    }

    @Test
    void crashedRunIsShownAsSuchWithItsReason() {
        String id = waiting();
        UUID run = UUID.fromString(id);
        // two workers died running it, and now the third
        database.change("WITH dead AS (INSERT INTO worker_session (worker, host, pid, version, queues, tasks, slots, lost_at) VALUES ('third-victim', 'here', 1, '1', '{}', '{}', 1, now()) RETURNING id),"
                + " gone AS (DELETE FROM due_run WHERE run_id = ?), running AS (UPDATE task_run SET state = 'RUNNING', state_name = 'Running', revision = revision + 1, attempt = 3, losses = 2,"
                + " started_at = now(), session_id = (SELECT id FROM dead) WHERE id = ?), told AS (INSERT INTO run_history (run_id, revision, at, attempt, session_id, state, state_name)"
                + " SELECT ?, 2, now(), 3, id, 'RUNNING', 'Running' FROM dead) INSERT INTO claim_batch (id, session_id, run_ids) SELECT gen_random_uuid(), id, ARRAY[?] FROM dead", run, run, run, run);
        assertThat(api.awaitEnd(id).at("/state/type").asText()).isEqualTo("CRASHED");
        tab.go(api.url() + "/?run=" + id);
        assertThat(tab.read("#failure")).contains("It crashed", "3 workers died running it", "third-victim");
        assertThat(tab.read("#outcome .steps")).contains("Crashed");
        assertThat(tab.has("[data-watch]")).isFalse();
        tab.go(api.url() + "/ui/runs/" + id);
        assertThat(tab.read("#error")).contains("3 workers died running it");
    }

    private static String waiting() {
        return api.submit("create-structured-output", "{\"input\":" + INPUT + ",\"delay\":\"PT9H\"}").expect(202).json().get("id").asText();
    }

    private String target() {
        return tab.eval("document.querySelector('#target').value").asText();
    }
}
