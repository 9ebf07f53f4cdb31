package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The form of a task, beyond its input. */
class TaskFormIT extends Browsing {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"speed\":{\"enum\":[\"SLOW\",\"EXPRESS\"],\"default\":\"EXPRESS\"},\"pieces\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9,\"default\":2},"
            + "\"express\":{\"type\":\"boolean\"},\"notes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"to\":{\"$ref\":\"#/$defs/place\",\"description\":\"Where to\"}},"
            + "\"required\":[\"speed\",\"pieces\",\"to\"],\"additionalProperties\":false,"
            + "\"$defs\":{\"place\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"floor\":{\"type\":\"integer\"}},\"required\":[\"city\"]}}}";
    private static final String PUBLISH = "INSERT INTO published_task SELECT 'nobody-orders', '', 'trial', tags, run_name, max_attempts, options, ?::json, output_schema, '', NULL, false"
            + " FROM published_task WHERE name = 'trial-noop'";
    private static Api api;
    private static Database database;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
        database = OffloadSystem.shared().database();
    }

    @Test
    void taskIsSubmittedWithTheFormOfItsSchema() {
        tab.go(api.url() + "/ui/tasks/profile-csv");
        tab.fill("[name='in.csv']", "a,b\n1,2\n");
        tab.follow("#submit button.primary");
        tab.waitFor("document.querySelector('.result').innerText.includes('columns')");
    }

    @Test
    void formSaysWhichFieldIsWrong() {
        tab.go(api.url() + "/ui/tasks/flaky");
        tab.fill("[name='in.fail_times']", "-1");
        tab.follow("#submit button.primary");
        assertThat(tab.read("#submit .fault")).isNotEmpty();
        assertThat(tab.eval("document.querySelector('[name=\"in.fail_times\"]').getAttribute('aria-invalid')").asText()).isEqualTo("true");
        tab.complaints().removeIf(words -> words.contains("422"));
    }

    @Test
    void requiredTextMustBeWritten() {
        tab.go(api.url() + "/ui/tasks/profile-csv");
        tab.fill("[name='in.csv']", "");
        tab.follow("#submit button.primary");
        assertThat(tab.read("#submit .fault")).contains("is required");
        tab.complaints().removeIf(words -> words.contains("422"));
    }

    @Test
    void everyKindOfValueHasItsField() {
        database.change(PUBLISH, SCHEMA);
        try {
            tab.go(api.url() + "/ui/tasks/nobody-orders");
            assertThat(tab.read("#submit")).contains("express", "(optional)", "Where to", "at least 1", "at most 9", "JSON: list of text",
                    "JSON: object of city (text), floor (whole number, optional)");
            assertThat(tab.eval("[...document.querySelectorAll('[name=\"in.speed\"] option')].map(o => o.innerText)").toString()).isEqualTo("[\"SLOW\",\"EXPRESS\"]");
            assertThat(tab.eval("document.querySelector('[name=\"in.speed\"]').value + document.querySelector('[name=\"in.pieces\"]').value").asText()).isEqualTo("EXPRESS2");
            tab.fill("[name='in.pieces']", "3");
            tab.fill("[name='in.express']", "true");
            tab.fill("[name='in.notes']", "[\"fragile\", \"blue\"]");
            tab.fill("[name='in.to']", "{\"city\": \"Bergen\", \"floor\": \"two\"}");
            tab.follow("#submit button.primary");
            assertThat(tab.read("#submit .fault")).contains("/floor", "integer");
            tab.fill("[name='in.to']", tab.eval("document.querySelector('[name=\"in.to\"]').value.replace('\"two\"', '2')").asText());
            tab.follow("#submit button.primary");
            String id = tab.address().substring("/ui/runs/".length());
            assertThat(api.view(id).get("input")).isEqualTo(Reply.treeOf("{\"speed\":\"EXPRESS\",\"pieces\":3,\"express\":true,\"notes\":[\"fragile\",\"blue\"],\"to\":{\"city\":\"Bergen\",\"floor\":2}}"));
            api.cancel(id).expect(200);
        } finally {
            database.change("DELETE FROM published_task WHERE name = 'nobody-orders'");
        }
        tab.complaints().removeIf(words -> words.contains("422"));
    }

    @Test
    void optionsSayWhatCallersAskAbout() {
        tab.go(api.url() + "/ui/tasks/flaky");
        assertThat(tab.read("main")).contains("4 at most, after 200 ms, 500 ms, 1.0 s", "Timeout", "1 h", "Success", "p50", "p95").doesNotContain("Cached");
        tab.go(api.url() + "/ui/tasks/trial-slow");
        assertThat(tab.read("main")).contains("1, no retry", "none");
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
        for (String wrong : new String[] {"tags", "delay"}) {
            String field = "document.querySelector('[name=\"run." + wrong + "\"]')";
            assertThat(tab.eval(field + ".getAttribute('aria-invalid')").asText()).isEqualTo("true");
            assertThat(tab.eval("document.getElementById(" + field + ".getAttribute('aria-describedby').split(' ')[1]).innerText").asText()).isNotEmpty();
        }
        assertThat(tab.eval("document.querySelector('[name=\"run.name\"]').hasAttribute('aria-invalid')").asBoolean()).isFalse();
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
