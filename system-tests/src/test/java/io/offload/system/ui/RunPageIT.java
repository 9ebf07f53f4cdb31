package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page of a run tells. */
class RunPageIT extends Browsing {
    /** Counts what a page asks for by itself after it was loaded. */
    private static final String COUNTING = "window.sources = []; window.asked = 0; window.EventSource = class extends EventSource { constructor(...a) { super(...a); sources.push(this); this.addEventListener('end', () => { window.heardTheEnd = true; }); } };"
            + " const sent = window.fetch; window.fetch = (...a) => { asked++; return sent(...a); }; const open = XMLHttpRequest.prototype.open;"
            + " XMLHttpRequest.prototype.open = function (...a) { asked++; return open.apply(this, a); };";
    private static final String PUBLISH = "INSERT INTO published_task SELECT ?, '', ?, tags, run_name, max_attempts, options, input_schema, output_schema, '', NULL, false"
            + " FROM published_task WHERE name = 'trial-noop'";
    private static Api api;
    private static Database database;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
        database = OffloadSystem.shared().database();
    }

    @Test
    void allReasonsOfWaitingAreTold() {
        database.change(PUBLISH, "nobody-runs", "nobody");
        database.change("INSERT INTO queue (name, paused_at) VALUES ('nobody', now())");
        try {
            String first = api.run("nobody-runs", "{\"value\":1}");
            String second = api.run("nobody-runs", "{\"value\":1}");
            tab.go(api.url() + "/ui/runs/" + second);
            assertThat(tab.read("#waiting")).contains("queue nobody is paused", "No live worker serves the queue nobody", "About one run is ahead");
            String due = api.submit("nobody-runs", "{\"input\":{\"value\":1},\"delay\":\"PT90M\"}").expect(202).json().get("id").asText();
            tab.go(api.url() + "/ui/runs/" + due);
            assertThat(tab.read("#waiting")).contains("not due yet; it begins in 1 h", "queue nobody is paused", "No live worker");
            tab.go(api.url() + "/ui/runs?task=nobody-runs&state=SCHEDULED");
            assertThat(tab.read("#run-" + due)).contains("due in 1 h");
            for (String id : new String[] {first, second, due}) {
                api.cancel(id).expect(200);
            }
        } finally {
            database.change("DELETE FROM queue WHERE name = 'nobody'");
            database.change("DELETE FROM published_task WHERE name = 'nobody-runs'");
        }
    }

    @Test
    void runOfATaskThatNobodyServesSaysSo() {
        database.change(PUBLISH, "nobody-serves", "trial");
        try {
            String id = api.run("nobody-serves", "{\"value\":1}");
            tab.go(api.url() + "/ui/runs/" + id);
            tab.waitFor("document.querySelector('#waiting')?.innerText.includes('No live worker serves the task nobody-serves')");
            api.cancel(id).expect(200);
        } finally {
            database.change("DELETE FROM published_task WHERE name = 'nobody-serves'");
        }
    }

    @Test
    void runThatWaitsForASlotSaysSo() {
        String sleeper = "{\"task\":\"trial-sleep\",\"input\":{\"duration\":\"PT5M\"}},";
        List<String> sleepers = new ArrayList<>();
        api.post("/api/v1/runs/batch", "[" + sleeper.repeat(63) + sleeper.substring(0, sleeper.length() - 1) + "]").expect(202).json().get("ids").forEach(id -> sleepers.add(id.asText()));

        try {
            await("all slots taken").atMost(Duration.ofSeconds(30)).until(() -> database.number("SELECT count(*) FROM task_run WHERE task = 'trial-sleep' AND state = 'RUNNING'") >= 64);
            String id = api.run("trial-noop", "{\"value\":1}");
            tab.go(api.url() + "/ui/runs/" + id);
            tab.waitFor("document.querySelector('#waiting')?.innerText.includes('All 64 slots of the one worker that serves its task are taken')");
        } finally {
            api.post("/api/v1/runs/cancel", Reply.jsonOf(Map.of("ids", sleepers))).expect(200);
        }
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Completed')");
    }

    @Test
    void runWaitsForAnotherWithTheSameCacheKeyAndNamesIt() {
        String input = "{\"value\":\"%s\",\"duration\":\"PT5S\"}".formatted(UUID.randomUUID());
        String leader = api.run("trial-cached", input);
        // it is RUNNING a moment before it leads, and on a starved machine another may lead in between
        await().atMost(Duration.ofSeconds(30)).until(() -> !OffloadSystem.shared().journal().starts(leader).isEmpty());
        String follower = api.run("trial-cached", input);
        api.awaitState(follower, "SCHEDULED", Duration.ofSeconds(30));
        tab.go(api.url() + "/ui/runs/" + follower);
        assertThat(tab.read("#waiting")).contains("same cache key executes");
        assertThat(tab.eval("document.querySelector('#waiting a').getAttribute('href')").asText()).isEqualTo("/ui/runs/" + leader);
        api.awaitEnd(follower);
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Cached')");
        assertThat(tab.read("dl.facts")).contains("Cache key", "Result of", leader);
    }

    @Test
    void runThatIsNotDueBeginsWhenOneSaysSo() {
        String id = api.submit("trial-noop", "{\"input\":{\"value\":1},\"delay\":\"PT9H\"}").expect(202).json().get("id").asText();
        tab.go(api.url() + "/ui/runs/" + id);
        tab.follow("form[action$='/now'] button");
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Completed')");
        assertThat(tab.has("form[action$='/now']")).isFalse();
    }

    @Test
    void parentAndRerunsLinkToEachOther() {
        String parent = api.run("trial-noop", "{\"value\":1}");
        api.awaitEnd(parent);
        String child = api.post("/api/v1/runs/" + parent + "/rerun", "").expect(202).json().get("id").asText();
        tab.go(api.url() + "/ui/runs/" + parent);
        assertThat(tab.read("dl.facts")).contains("Reruns", child);
        tab.follow("dl.facts a[href$='" + child + "']");
        assertThat(tab.read("dl.facts")).contains("Rerun of", parent);
    }

    @Test
    void copiedCommandSubmitsTheSameRun() throws Exception {
        String id = api.submit("trial-noop", "{\"input\":{\"value\":\"it's \\\"quoted\\\" $HOME `date` \\\\ é\"},\"name\":\"Ann's \\\"run\\\"\",\"tags\":[\"tenant:7\",\"curl\"]}").expect(202).json().get("id").asText();
        api.awaitEnd(id);
        tab.go(api.url() + "/ui/runs/" + id);
        String command = tab.eval("[...document.querySelectorAll('[data-copy]')].find(b => b.innerText.includes('curl')).dataset.copy").asText().replace("{origin}", api.url());
        Process shell = new ProcessBuilder("sh", "-c", command + " -s").redirectErrorStream(true).start();
        String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String again = answer.replaceAll("(?s).*\"id\":\"([0-9a-f-]{36})\".*", "$1");
        for (String same : List.of("input", "name", "tags")) {
            assertThat(api.view(again).get(same)).as(answer).isEqualTo(api.view(id).get(same));
        }
    }

    @Test
    void levelOfTheLogIsChosen() {
        String id = api.run("trial-logs", "{\"lines\":3,\"length\":10}");
        api.awaitEnd(id);
        tab.go(api.url() + "/ui/runs/" + id);
        assertThat(tab.read("#log")).contains("line 1", "from the context");
        tab.fill("#least", "WARN");
        assertThat(tab.read("#log")).doesNotContain("line 1").contains("from the context");
    }

    @Test
    void logAndProgressOfARunningRunComeIn() {
        String id = api.run("trial-progress", "{\"steps\":400,\"pause\":\"PT0.05S\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(30));
        tab.go(api.url() + "/ui/runs/" + id);
        tab.waitFor("document.querySelector('#progress span').innerText.includes('step')");
        String before = tab.read("#progress span");
        tab.waitFor("document.querySelector('#progress span').innerText !== '%s'".formatted(before));
        api.cancel(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/runs/%s", "/?run=%s"})
    void runThatHasEndedIsAskedNothingMore(String path) {
        boolean demo = path.startsWith("/?");
        String id = demo ? api.run("create-structured-output", "{\"data\":\"x\",\"target\":\"integer\"}") : api.run("trial-noop", "{\"value\":1}");
        api.awaitEnd(id);
        tab.first(COUNTING).go(api.url() + path.formatted(id));
        assertThat(tab.has("[data-watch], [sse-connect]")).isFalse();
        assertThat(tab.eval("sources.length + asked").asInt()).isZero();
    }

    @Test
    void streamIsLeftWhenTheRunEnds() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT120S\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(30));
        tab.first(COUNTING).go(api.url() + "/ui/runs/" + id);
        tab.waitFor("document.querySelector('#lamp').innerText === 'Live'");
        api.cancel(id);
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Cancelled')");
        tab.waitFor("sources.length === 1 && sources[0].readyState === EventSource.CLOSED");
        assertThat(tab.read("#lamp")).isEqualTo("Ended");
    }

    @Test
    void stoppedPageDoesNotChangeUntilItGoesOn() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT120S\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(30));
        tab.first(COUNTING).go(api.url() + "/ui/runs/" + id);
        tab.waitFor("document.querySelector('#lamp').innerText === 'Live'");
        tab.click("#lamp");
        assertThat(tab.read("#lamp")).isEqualTo("Paused");
        api.cancel(id);
        tab.waitFor("window.heardTheEnd");
        assertThat(tab.eval("asked").asInt()).isZero();
        assertThat(tab.read(".facts-line")).contains("Running");
        tab.click("#lamp");
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Cancelled')");
    }

    @Test
    void timesAreThoseOfTheBrowsersZone() {
        String id = api.run("trial-noop", "{\"value\":1}");
        api.awaitEnd(id);
        tab.zone("Asia/Kolkata").go(api.url() + "/ui/runs/" + id);
        assertThat(tab.eval("document.querySelector('.facts-line time').title").asText()).contains("GMT+5:30");
        assertThat(tab.eval("document.querySelector('.facts-line time').innerText").asText()).matches("now|\\d+ s ago");
    }

    @Test
    void whatIsNotThereSaysSo() {
        tab.go(api.url() + "/ui/runs/019b76da-a800-7000-8000-000000000000");
        assertThat(tab.read("main")).contains("019b76da-a800-7000-8000-000000000000", "Runs");
        tab.go(api.url() + "/ui/nowhere");
        assertThat(tab.read("main")).contains("nothing at GET /ui/nowhere");
        assertThat(Http.get(api.url() + "/ui/nowhere", "Accept", "text/html").status()).isEqualTo(404);
        tab.complaints().removeIf(words -> words.contains("404"));
    }
}
