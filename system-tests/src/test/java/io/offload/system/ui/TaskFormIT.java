package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The form of a task, beyond its input. */
class TaskFormIT extends Browsing {
    private static Api api;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
    }

    @Test
    void nameTagsAndDelayGoWithTheRun() {
        tab.go(api.url() + "/ui/tasks/trial-noop");
        tab.fill("[name='in.value']", "{\"a\": [1, 2]}");
        tab.fill("[name='run.name']", "Import of the archive");
        tab.fill("[name='run.tags']", "tenant:7, nightly");
        tab.fill("[name='run.delay']", "2h");
        tab.follow("#submit button.primary");
        JsonNode run = api.view(tab.address().substring("/ui/runs/".length()));
        assertThat(run.get("name").asText()).isEqualTo("Import of the archive");
        assertThat(run.get("tags").toString()).contains("tenant:7", "nightly");
        assertThat(run.at("/state/name").asText()).isEqualTo("Scheduled");
        assertThat(tab.read("#waiting")).containsPattern("begins in [12] h");
        api.cancel(run.get("id").asText()).expect(200);
    }

    @Test
    void settingThatDoesNotFitIsNamedAtItsFieldAndWhatWasWrittenIsKept() {
        tab.go(api.url() + "/ui/tasks/trial-noop");
        tab.fill("[name='in.value']", "1");
        tab.fill("[name='run.name']", "Import");
        tab.fill("[name='run.tags']", "good !bad!");
        tab.fill("[name='run.delay']", "soon");
        tab.follow("#submit button.primary");
        assertThat(tab.read("#settings")).contains("must be 1-64 characters of", "'soon' is no duration");
        assertThat(tab.eval("document.querySelector('[name=\"run.name\"]').value + document.querySelector('[name=\"run.tags\"]').value + document.querySelector('[name=\"in.value\"]').value").asText())
                .isEqualTo("Importgood !bad!1");
        tab.complaints().removeIf(words -> words.contains("422"));
    }

    @Test
    void earlierRunFillsTheForm() {
        String id = api.submit("trial-logs", "{\"input\":{\"lines\":2,\"length\":5},\"name\":\"Two lines\",\"tags\":[\"form\"]}").expect(202).json().get("id").asText();
        api.awaitEnd(id);
        tab.go(api.url() + "/ui/runs/" + id);
        tab.follow("a[href*='like=']");
        assertThat(tab.read("#submit h2")).contains("like that run");
        tab.fill("[name='in.lines']", "3");
        tab.follow("#submit button.primary");
        JsonNode run = api.view(tab.address().substring("/ui/runs/".length()));
        assertThat(run.get("input").toString()).isEqualTo("{\"lines\":3,\"length\":5}");
        assertThat(run.get("name").asText()).isEqualTo("Two lines");
        assertThat(run.get("tags").toString()).contains("form");
    }
}
