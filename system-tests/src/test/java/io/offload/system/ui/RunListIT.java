package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Api;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of runs while others work. */
class RunListIT extends Browsing {
    private static Api api;
    private final String tag = "list:" + UUID.randomUUID();

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
    }

    @Test
    void selectedRunsAreCancelled() {
        List<String> runs = submit(3, "PT2H");
        tab.go(list(""));
        tab.click("#all");
        assertThat(tab.read("#bulk-count")).isEqualTo("3 selected");
        tab.follow(".bulk button[value=cancel]");
        assertThat(tab.read(".notice")).isEqualTo("3 cancelled.");
        assertThat(runs).allMatch(id -> api.state(id).equals("CANCELLED"));
    }

    @Test
    void rowsBelowTheMouseStayWhereTheyAre() {
        submit(1, "PT2H");
        tab.go(list(""));
        String first = first();
        tab.hover("#rows td.fill");
        submit(1, "PT2H");
        tab.waitFor("!document.querySelector('#new-runs').hidden");
        assertThat(first()).isEqualTo(first);
        tab.click("#new-runs button");
        assertThat(first()).isNotEqualTo(first);
    }

    @Test
    void manyNewRunsLeaveNoGap() {
        submit(1, "PT2H");
        tab.go(list(""));
        tab.waitFor("document.querySelector('#lamp').innerText === 'Live'");
        List<String> all = submit(120, "PT2H");
        tab.waitFor("document.querySelector('#rows').firstElementChild.id === 'run-%s'".formatted(all.getLast()));
        List<String> shown = new ArrayList<>();
        tab.eval("[...document.querySelectorAll('#rows tr')].map(row => row.id.slice(4))").forEach(id -> shown.add(id.asText()));
        List<String> newest = all.reversed();
        assertThat(shown).isNotEmpty();
        // from the newest down, none is left out
        int known = (int) shown.stream().filter(newest::contains).count();
        assertThat(shown.subList(0, known)).isEqualTo(newest.subList(0, known));
    }

    @Test
    void searchGoesOnUntilItHasFoundSomething() {
        String name = "needle " + UUID.randomUUID();
        String needle = api.submit("trial-noop", "{\"input\":{\"value\":1},\"name\":\"" + name + "\"}").expect(202).json().get("id").asText();
        String hay = "[" + "{\"task\":\"echo\",\"input\":{\"value\":1}},".repeat(9_999) + "{\"task\":\"echo\",\"input\":{\"value\":1}}]";
        for (int i = 0; i < 3; i++) {
            api.post("/api/v1/runs/batch", hay).expect(202);
        }
        String address = api.url() + "/ui/runs?q=" + name.replace(" ", "+");
        assertThat(Http.get(address, "Accept", "text/html").text()).contains("data-short").doesNotContain(needle);
        tab.go(address);
        tab.waitFor("document.getElementById('run-%s') !== null".formatted(needle));
        assertThat(tab.has("#none")).isFalse();
    }

    @Test
    void textIsFoundInNamesAndIds() {
        String number = String.valueOf(100_000 + UUID.randomUUID().hashCode() % 90_000);
        String id = api.submit("trial-noop", "{\"input\":{\"value\":1},\"name\":\"Invoice " + number + "\"}").expect(202).json().get("id").asText();
        for (String text : List.of("invoice " + number, number, id.substring(28), id, id.substring(0, 13))) {
            tab.go(api.url() + "/ui/runs?q=" + text.replace(" ", "+"));
            tab.waitFor("document.getElementById('run-%s') !== null".formatted(id));
        }
    }

    @Test
    void failedRunTellsItsErrorInTheList() {
        String id = api.submit("trial-retry-on", "{\"input\":{\"exception\":\"argument\"},\"tags\":[\"" + tag + "\"]}").expect(202).json().get("id").asText();
        api.awaitEnd(id);
        tab.go(list("&state=FAILED&state=CRASHED"));
        assertThat(tab.read("#rows")).contains("argument");
        assertThat(tab.read(".states [aria-current]")).isEqualTo("Failed or crashed");
    }

    @Test
    void timesOfTheFilterAreThoseOfTheBrowsersZone() {
        String id = submit(1, "PT2H").getFirst();
        Instant created = Instant.parse(api.view(id).get("created_at").asText());
        tab.zone("Asia/Kolkata");
        tab.go(list("&after=" + created.minusSeconds(60) + "&until=" + created.plusSeconds(60)));
        assertThat(tab.has("#run-" + id)).isTrue();
        // a browser leaves out seconds that are zero
        LocalDateTime local = LocalDateTime.parse(tab.eval("document.querySelector('#until').value").asText());
        Instant shown = local.atZone(ZoneId.of("Asia/Kolkata")).toInstant();
        assertThat(shown).isEqualTo(created.plusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        tab.follow(".filters button.primary");
        assertThat(tab.has("#run-" + id)).isTrue();
        tab.go(list("&until=" + created.minusSeconds(60)));
        assertThat(tab.has("#run-" + id)).isFalse();
    }

    @Test
    void keyLeadsToTheSearchAndTabulatorThroughThePage() {
        submit(1, "PT2H");
        tab.go(list(""));
        tab.type("/");
        assertThat(tab.eval("document.activeElement.id").asText()).isEqualTo("q");
        assertThat(tab.eval("document.activeElement.value").asText()).isEmpty();
        tab.go(list(""));
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            tab.tabulator();
            reached.add(tab.eval("(e => e.id || e.name || e.innerText.trim() || e.tagName)(document.activeElement)").asText());
            assertThat(tab.eval("(e => e === document.body || e.matches(':focus-visible') && (getComputedStyle(e).outlineStyle !== 'none' || e.matches('.toggle')))(document.activeElement)").asBoolean())
                    .as("one sees where the focus is: " + reached.getLast()).isTrue();
        }
        assertThat(reached).contains("Skip to the content", "lamp", "theme", "Runs", "q", "task", "Filter", "Failed", "all", "id");
    }

    private List<String> submit(int count, String delay) {
        List<String> ids = new ArrayList<>();
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < count; i++) {
            batch.append(i == 0 ? "[" : ",").append("{\"task\":\"trial-noop\",\"input\":{\"value\":1},\"delay\":\"%s\",\"tags\":[\"%s\"]}".formatted(delay, tag));
        }
        api.post("/api/v1/runs/batch", batch.append(']').toString()).expect(202).json().get("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private String list(String more) {
        return api.url() + "/ui/runs?tag=" + tag + more;
    }

    private String first() {
        return tab.eval("document.querySelector('#rows').firstElementChild.id").asText();
    }
}
