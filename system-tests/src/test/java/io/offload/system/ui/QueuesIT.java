package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the page of queues tells, and what its buttons do to runs. */
class QueuesIT extends Browsing {
    private static final String PUBLISH = "INSERT INTO published_task SELECT 'nobody-counts', '', 'counted', tags, run_name, max_attempts, options, input_schema, output_schema, '', NULL, false"
            + " FROM published_task WHERE name = 'trial-noop'";
    private static Api api;
    private static Database database;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
        database = OffloadSystem.shared().database();
    }

    @Test
    void ratesAreThoseOfTheLastFiveMinutes() {
        database.change(PUBLISH);
        database.change("INSERT INTO queue (name) VALUES ('counted')");
        List<String> runs = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                runs.add(api.run("nobody-counts", "{\"value\":1}"));
            }
            for (String id : runs.subList(0, 4)) {
                api.cancel(id).expect(200);
            }
            tab.go(api.url() + "/ui/queues");
            tab.waitFor(cell("counted", "In / min") + " === '2.0'");
            tab.waitFor(cell("counted", "Out / min") + " === '0.8'");
            tab.waitFor(cell("counted", "Pending") + " === '6'");
            assertThat(tab.eval(row("counted") + ".innerText").asText()).contains("No live worker serves it");
        } finally {
            runs.forEach(api::cancel);
            database.change("DELETE FROM queue WHERE name = 'counted'");
            database.change("DELETE FROM published_task WHERE name = 'nobody-counts'");
        }
    }

    @Test
    void pausedQueueGathersLagInItsPartitionsUntilItIsResumed() {
        tab.go(api.url() + "/ui/queues");
        tab.waitFor(row("trial-slow") + ".querySelector('summary').innerText === '0 in 12 partitions'");
        tab.follow("form[action$='/trial-slow/pause'] button");
        List<String> runs = new ArrayList<>();
        try {
            tab.waitFor(row("trial-slow") + ".innerText.includes('paused')");
            // workers notice within a second: until then they take what comes
            await("commands that stay in Kafka").atMost(Duration.ofSeconds(45)).pollInterval(Duration.ofMillis(200)).until(() -> {
                runs.add(api.run("trial-slow", "{\"duration\":\"PT0.01S\"}"));
                return lag().get("total").asLong() >= 5;
            });
            await("lag of what waits").atMost(Duration.ofSeconds(30)).until(() -> lag().get("total").asLong() == waiting(runs));
            long waiting = waiting(runs);
            tab.waitFor(row("trial-slow") + ".querySelector('summary').innerText === '" + waiting + " in 12 partitions'");
            tab.eval(row("trial-slow") + ".querySelector('summary').click()");
            List<String> partitions = new ArrayList<>();
            lag().get("partitions").forEach(partition -> partitions.add(partition.get("partition").asInt() + " " + partition.get("lag").asLong()));
            assertThat(partitions).hasSize(12);
            JsonNode shown = tab.eval("[..." + row("trial-slow") + ".querySelectorAll('.partitions li')].map(li => li.innerText)");
            assertThat(shown).extracting(JsonNode::asText).isEqualTo(partitions);
            assertThat(tab.eval(cell("trial-slow", "Pending")).asText()).isEqualTo(Long.toString(waiting));
            assertThat(waiting(runs)).isEqualTo(waiting);
        } finally {
            tab.follow("form[action$='/trial-slow/resume'] button");
        }
        runs.forEach(api::awaitEnd);
        tab.waitFor(row("trial-slow") + ".querySelector('summary').innerText === '0 in 12 partitions'");
        tab.waitFor(cell("trial-slow", "Pending") + " === '0'");
        assertThat(tab.eval(row("trial-slow") + ".innerText").asText()).doesNotContain("paused");
    }

    @Test
    void focusOutlivesTheRenewalOfThePage() {
        String button = Tab.text("form[action$='/trial-slow/pause'] button");
        tab.go(api.url() + "/ui/queues");
        tab.waitFor("document.querySelector(" + button + ") !== null");
        tab.eval("document.querySelector(" + button + ").focus()");
        tab.eval("window.focused = document.activeElement; window.swaps = 0; document.addEventListener('htmx:afterSwap', () => { swaps++; }); 0");
        tab.waitFor("swaps >= 2");
        assertThat(tab.eval("focused.isConnected").asBoolean()).as("the page has renewed itself").isFalse();
        assertThat(tab.eval("document.activeElement === document.querySelector(" + button + ")").asBoolean()).as("focus is on the same button").isTrue();
    }

    private static long waiting(List<String> runs) {
        return runs.stream().filter(id -> api.state(id).equals("PENDING")).count();
    }

    private static JsonNode lag() {
        return api.get("/api/v1/queues/trial-slow").expect(200).json().get("lag");
    }

    private static String row(String queue) {
        return "document.getElementById('queue-" + queue + "')";
    }

    private static String cell(String queue, String label) {
        return row(queue) + "?.querySelector('[data-label=\"" + label + "\"]').innerText";
    }
}
