package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.ServiceProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as people use them. After each test the browser must have had nothing to complain about. */
class PagesIT extends Browsing {
    private static ModelServer model;
    private static OffloadSystem system;
    private static Api api;
    private static String failed;

    @BeforeAll
    static void start() {
        model = new ModelServer();
        system = OffloadSystem.builder("pages").apis(1).workers(1).withWorker("OPENAI_BASE_URL", model.baseUrl()).withWorker("OPENAI_API_KEY", "none").start();
        api = system.api();
        for (int i = 0; i < 60; i++) {
            api.submit("echo", "{\"input\":{\"value\":%d},\"name\":\"import %d\",\"tags\":[\"tenant:%d\"]}".formatted(i, i, i % 3)).expect(202);
        }
        failed = api.submit("echo", "{\"input\":{\"value\":\"<script>window.hacked=1</script>\"},\"name\":\"<script>window.hacked=1</script>\"}").expect(202).json().get("id").asText();
        api.awaitEnd(failed);
        failed = api.run("flaky", "{\"fail_times\":4}");
        api.awaitEnd(failed);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
            model.close();
        }
    }

    @Test
    void demoShowsTheResultOfACast() {
        tab.go(api.url() + "/");
        assertThat(tab.has("#unavailable")).isFalse();
        tab.fill("#payload", "Seven of nine");
        tab.fill("#target", "integer");
        tab.follow("#cast button.primary");
        assertThat(tab.read("#result")).isEqualTo("7");
        assertThat(tab.read("#outcome .steps")).contains("Accepted", "Started");
    }

    @Test
    void demoShowsWhyARunFailed() {
        tab.go(api.url() + "/");
        tab.fill("#target", "an imaginary type");
        tab.follow("#cast button.primary");
        assertThat(tab.read("#failure")).contains("an imaginary type");
    }

    @Test
    void overviewCountsWhatEnded() {
        tab.go(api.url() + "/ui");
        tab.waitFor("document.querySelectorAll('.bars').length > 0");
        assertThat(tab.read("#live")).contains("Completed", "Failed", "default");
    }

    @Test
    void filtersLiveInTheAddress() {
        tab.go(api.url() + "/ui/runs");
        tab.fill("#q", "import 4");
        tab.fill("#tag", "tenant:1");
        tab.follow(".filters button.primary");
        assertThat(tab.address()).contains("q=import+4").contains("tag=tenant%3A1");
        assertThat(tab.eval("document.querySelectorAll('#rows tr').length").asInt()).isEqualTo(5);
        tab.go(api.url() + "/ui/runs?state=FAILED");
        assertThat(tab.read("#rows")).contains("flaky").doesNotContain("import");
    }

    @Test
    void pagesGoOnBelowTheLastRow() {
        tab.go(api.url() + "/ui/runs?task=echo");
        String last = tab.eval("document.querySelector('#rows').lastElementChild.id").asText();
        tab.follow("a[rel=next]");
        assertThat(tab.has("#" + last)).isFalse();
        assertThat(tab.read("#rows")).contains("import 0");
    }

    @Test
    void newRunsComeInByThemselves() {
        tab.go(api.url() + "/ui/runs");
        String id = api.submit("echo", "{\"input\":{\"value\":1},\"name\":\"just now\"}").expect(202).json().get("id").asText();
        tab.waitFor("document.getElementById('run-%s')?.innerText.includes('Completed')".formatted(id));
    }

    @Test
    void newRunsDoNotMoveWhatIsBeingRead() {
        tab.go(api.url() + "/ui/runs");
        tab.click("#rows input[name=id]");
        String first = tab.eval("document.querySelector('#rows').firstElementChild.id").asText();
        api.run("echo", "{\"value\":1}");
        tab.waitFor("!document.querySelector('#new-runs').hidden");
        assertThat(tab.eval("document.querySelector('#rows').firstElementChild.id").asText()).isEqualTo(first);
        tab.click("#new-runs button");
        assertThat(tab.eval("document.querySelector('#rows').firstElementChild.id").asText()).isNotEqualTo(first);
    }

    @Test
    void runThatExecutesShowsItsProgressAndIsCancelled() {
        String id = api.run("sleep", "{\"duration\":\"PT120S\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(30));
        tab.go(api.url() + "/ui/runs/" + id);
        tab.waitFor("!document.querySelector('#progress').hidden");
        tab.follow("form[action$='/cancel'] button");
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Cancelled')");
        assertThat(api.state(id)).isEqualTo("CANCELLED");
    }

    @Test
    void failedRunShowsItsErrorAndIsRunAgain() {
        tab.go(api.url() + "/ui/runs/" + failed);
        assertThat(tab.read("#run")).contains("IllegalStateException", "attempt 4 of 4 that were asked to fail", "Awaiting");
        tab.follow("form[action$='/rerun'] button");
        assertThat(tab.address()).startsWith("/ui/runs/").doesNotContain(failed);
        assertThat(tab.read("dl.facts")).contains(failed);
    }

    @Test
    void manyRunsAreRerunAtOnce() {
        tab.go(api.url() + "/ui/runs?state=COMPLETED&tag=tenant:2");
        tab.click("#all");
        tab.follow(".bulk button[value=rerun]");
        assertThat(tab.read(".notice")).contains("20 submitted again");
    }

    @Test
    void runThatWaitsSaysWhy() {
        String id = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT90M\"}").expect(202).json().get("id").asText();
        tab.go(api.url() + "/ui/runs/" + id);
        assertThat(tab.read("#waiting")).contains("not due yet", "in 1 h");
    }

    @Test
    void workersAndQueuesShowWhatLives() {
        tab.go(api.url() + "/ui/workers");
        assertThat(tab.read("#live")).contains("worker-1", "Live", "5 tasks in default");
        tab.click("#live summary");
        assertThat(tab.read("#live details[open]")).contains("echo", "profile-csv");
        tab.go(api.url() + "/ui/queues");
        tab.follow("form[action$='/default/pause'] button");
        assertThat(tab.read("#live")).contains("paused");
        tab.follow("form[action$='/default/resume'] button");
        assertThat(tab.read("#live")).doesNotContain("paused");
    }

    @Test
    void workerIsShownDrainingThenLost() {
        ServiceProcess worker = system.addWorker(Map.of("OPENAI_BASE_URL", model.baseUrl(), "OPENAI_API_KEY", "none"));
        String row = "[...document.querySelectorAll('#live tbody tr')].find(row => row.innerText.includes('worker-2')).innerText";
        List<String> runs = new ArrayList<>();
        await("a run on worker-2").atMost(Duration.ofSeconds(45)).pollInterval(Duration.ofMillis(500)).until(() -> {
            runs.add(api.submit("sleep", "{\"input\":{\"duration\":\"PT10M\"},\"name\":\"Long report\"}").expect(202).json().get("id").asText());
            return api.awaitState(runs.getLast(), "RUNNING", Duration.ofSeconds(30)).get("worker").asText().equals("worker-2");
        });
        tab.go(api.url() + "/ui/workers");
        tab.waitFor(row + ".includes('1 of')");
        assertThat(tab.eval(row).asText()).contains("Live", "Long report");
        worker.requestStop();
        tab.waitFor(row + ".includes('Draining')");
        assertThat(tab.eval(row).asText()).contains("since", "Long report");
        worker.kill();
        tab.waitFor(row + ".includes('Lost')");
        tab.waitFor(row + ".includes('Nothing')");
        assertThat(api.history(runs.getLast()).toString()).contains("worker-2 was lost");
        runs.forEach(api::cancel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/runs", "/ui/runs?q=script"})
    void hostileTextIsShownAsText(String path) {
        tab.go(api.url() + path);
        assertThat(tab.read("#rows")).contains("<script>window.hacked=1</script>");
        assertThat(tab.eval("window.hacked === undefined").asBoolean()).isTrue();
        tab.go(api.url() + tab.eval("[...document.querySelectorAll('#rows a.name')].find(a => a.innerText.includes('script')).getAttribute('href')").asText());
        assertThat(tab.read(".result pre")).contains("<script>");
        assertThat(tab.eval("window.hacked === undefined").asBoolean()).isTrue();
    }

    @Test
    void formsOfOtherSitesAreRefused() {
        byte[] form = "form_token=00000000000000000000000000000000".getBytes(StandardCharsets.UTF_8);
        Http.post(api.url() + "/ui/queues/default/pause", "application/x-www-form-urlencoded", form).expect(403);
        Http.post(api.url() + "/ui/queues/default/pause", "application/x-www-form-urlencoded", form, "Cookie", "offload-form=00000000000000000000000000000000",
                "Sec-Fetch-Site", "cross-site").expect(403);
        tab.go(api.url() + "/ui/queues");
        assertThat(tab.read("#live")).doesNotContain("paused");
    }

    @Test
    void themeIsChosenAndKept() {
        tab.go(api.url() + "/ui");
        String light = tab.eval("getComputedStyle(document.body).backgroundColor").asText();
        tab.click("#theme");
        String dark = tab.eval("getComputedStyle(document.body).backgroundColor").asText();
        assertThat(dark).isNotEqualTo(light);
        tab.go(api.url() + "/ui/runs");
        assertThat(tab.eval("getComputedStyle(document.body).backgroundColor").asText()).isEqualTo(dark);
    }

    @ParameterizedTest
    @CsvSource({"1280,false", "1280,true", "390,false"})
    void everyPageIsAccessibleAndFitsItsWindow(int width, boolean dark) {
        try (Tab sized = browser.tab(width, 844)) {
            sized.dark(dark);
            for (String path : new String[] {"/", "/ui", "/ui/runs", "/ui/runs/" + failed, "/ui/tasks", "/ui/tasks/profile-csv", "/ui/workers", "/ui/queues", "/ui/runs?q=nothing"}) {
                sized.go(api.url() + path);
                sized.eval(Axe.script());
                JsonNode violations = sized.eval(Axe.RUN);
                assertThat(violations).as("violations on " + path).isEmpty();
                assertThat(sized.eval("document.documentElement.scrollWidth <= innerWidth").asBoolean()).as(path + " is not wider than its window").isTrue();
            }
            assertThat(sized.complaints()).isEmpty();
        }
    }
}
