package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages with JavaScript turned off: everything is read, and every form works. */
class NoScriptIT extends Browsing {
    private static Api api;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
    }

    @BeforeEach
    void turnScriptsOff() {
        tab.scripts(false);
    }

    @Test
    void everyPageIsReadAndNothingOnItIsDead() {
        String id = api.submit("trial-logs", "{\"input\":{\"lines\":3,\"length\":5},\"name\":\"Read without a script\"}").expect(202).json().get("id").asText();
        api.awaitEnd(id);
        tab.go(api.url() + "/ui");
        assertThat(tab.read("#live")).contains("Runs ended", "trial", "UTC");
        assertThat(tab.eval("document.querySelectorAll('.hit title').length").asInt()).isPositive();
        tab.go(api.url() + "/ui/runs");
        assertThat(tab.read("#rows")).contains("Read without a script", "UTC");
        tab.go(api.url() + "/ui/runs/" + id);
        assertThat(tab.read("main")).contains("Completed", "\"lines\" : 3", "line 1", "from the context", "UTC");
        tab.fill("#least", "WARN");
        assertThat(tab.read("#log")).doesNotContain("line 1");
        for (String path : new String[] {"/", "/ui", "/ui/runs", "/ui/runs/" + id, "/ui/tasks", "/ui/tasks/trial-noop", "/ui/workers", "/ui/queues"}) {
            tab.go(api.url() + path);
            assertThat(tab.eval("[...document.querySelectorAll('button[type=button], #all')].filter(b => b.checkVisibility()).length").asInt()).as("buttons that need a script on " + path).isZero();
        }
    }

    @Test
    void runThatExecutesRenewsItselfUntilItHasEnded() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT120S\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(30));
        tab.go(api.url() + "/ui/runs/" + id);
        assertThat(tab.has("meta[http-equiv=refresh]")).isTrue();
        api.cancel(id);
        tab.waitFor("document.querySelector('.facts-line').innerText.includes('Cancelled')");
        assertThat(tab.has("meta[http-equiv=refresh]")).isFalse();
    }

    @Test
    void formsSubmitCancelAndRerun() {
        String tag = "script:" + UUID.randomUUID();
        tab.go(api.url() + "/ui/tasks/trial-noop");
        tab.fill("[name='in.value']", "1");
        tab.fill("[name='run.tags']", tag);
        tab.fill("[name='run.delay']", "2h");
        tab.follow("#submit button.primary");
        tab.follow("form[action$='/cancel'] button");
        assertThat(tab.read(".facts-line")).contains("Cancelled");
        tab.go(api.url() + "/ui/runs");
        tab.fill("#tag", tag);
        tab.follow(".filters button.primary");
        tab.click("#rows input[name=id]");
        tab.follow(".bulk button[value=rerun]");
        assertThat(tab.read(".notice")).contains("1 submitted again");
        assertThat(tab.eval("document.querySelectorAll('#rows tr').length").asInt()).isEqualTo(2);
        tab.go(api.url() + "/");
        tab.fill("#target", "integer");
        tab.follow("#cast button.primary");
        assertThat(tab.address()).startsWith("/?run=");
    }
}
