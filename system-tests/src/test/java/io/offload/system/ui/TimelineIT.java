package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.OffloadSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The states of a run, drawn to scale. */
class TimelineIT extends Browsing {
    /** Of each state, where it begins and how long it is: shares of the line that it lies on, as the browser has drawn it. */
    private static final String DRAWN = "[...document.querySelectorAll('#timeline li')].map(li => { const line = li.querySelector('svg.chart').getBoundingClientRect(),"
            + " piece = li.querySelector('rect').getBoundingClientRect(); return [(piece.left - line.left) / line.width, piece.width / line.width]; })";
    private static final double NARROWEST = .003;
    /** A tenth of a thousandth is what positions are rounded to, and a browser's own rounding. */
    private static final double EXACTLY = .0006;
    private static Api api;
    private static Database database;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
        database = OffloadSystem.shared().database();
    }

    @Test
    void attemptsAndWaitsAreAsLongAsTheyLasted() {
        String id = api.run("trial-retry-list", "{\"fail_times\":3}");
        api.awaitEnd(id);
        List<Instant> begins = begins(id);
        tab.go(api.url() + "/ui/runs/" + id);
        JsonNode drawn = tab.eval(DRAWN);
        assertThat(drawn).hasSameSizeAs(begins);
        double whole = nanos(begins.getFirst(), begins.getLast());
        for (int i = 0; i < begins.size(); i++) {
            double from = nanos(begins.getFirst(), begins.get(i)) / whole;
            double length = i + 1 == begins.size() ? 0 : nanos(begins.get(i), begins.get(i + 1)) / whole;
            assertThat(drawn.get(i).get(0).asDouble()).as("begin of state " + i).isEqualTo(Math.min(from, 1 - NARROWEST), within(EXACTLY));
            assertThat(drawn.get(i).get(1).asDouble()).as("length of state " + i).isEqualTo(Math.max(length, NARROWEST), within(EXACTLY));
        }
    }

    @Test
    void eachStateTellsItsAttemptWorkerAndReason() {
        String id = api.run("trial-retry-list", "{\"fail_times\":2}");
        api.awaitEnd(id);
        tab.go(api.url() + "/ui/runs/" + id);
        List<JsonNode> states = new ArrayList<>();
        api.history(id).get("history").forEach(states::add);
        JsonNode rows = tab.eval("[...document.querySelectorAll('#timeline li')].map(li => li.innerText)");
        assertThat(rows).hasSameSizeAs(states);
        for (int i = 0; i < states.size(); i++) {
            String row = rows.get(i).asText();
            JsonNode state = states.get(i);
            assertThat(row.replace(" ", "")).containsIgnoringCase(state.at("/state/name").asText());
            if (state.get("attempt").asInt() > 0) {
                assertThat(row).contains("attempt " + state.get("attempt").asInt());
            }
            if (!state.get("worker").isNull()) {
                assertThat(row).contains(state.get("worker").asText());
            }
        }
        assertThat(rows.toString()).contains("attempt 1 fails", "attempt 2 fails");
    }

    @Test
    void stateOfAnOpenRunGrows() {
        String id = api.run("trial-sleep", "{\"duration\":\"PT5M\"}");
        api.awaitState(id, "RUNNING", Duration.ofSeconds(30));
        tab.go(api.url() + "/ui/runs/" + id);
        // as if it were the third day of the run: the browser's clock is the one that pages count with
        tab.eval("window.realNow = Date.now; Date.now = () => realNow() + 2 * 86400e3");
        tab.waitFor("document.querySelector('#timeline h2').innerText.includes('48 h')");
        JsonNode drawn = tab.eval(DRAWN);
        assertThat(drawn.get(0).get(1).asDouble()).isEqualTo(NARROWEST, within(EXACTLY));
        assertThat(drawn.get(drawn.size() - 1).get(0).asDouble()).isLessThan(.01);
        assertThat(drawn.get(drawn.size() - 1).get(1).asDouble()).isGreaterThan(.99);
        api.cancel(id).expect(202);
    }

    @Test
    void manyStatesAreFoldedAndTheNewestAreShown() {
        String id = api.submit("trial-noop", "{\"input\":{\"value\":1},\"delay\":\"PT9H\"}").expect(202).json().get("id").asText();
        database.change("INSERT INTO run_history (run_id, revision, at, attempt, state, state_name, reason) SELECT r.id, s, r.state_at + make_interval(secs => s), 0, 'SCHEDULED', 'Scheduled', 'state ' || s"
                + " FROM task_run r, generate_series(2, 620) s WHERE r.id = ?", UUID.fromString(id));
        database.change("UPDATE task_run SET revision = 620 WHERE id = ?", UUID.fromString(id));
        tab.go(api.url() + "/ui/runs/" + id);
        assertThat(tab.read("#timeline")).contains("The 120 states before", "470 earlier states", "state 620").doesNotContain("· state 590", "· state 121");
        tab.click("#earlier summary");
        assertThat(tab.read("#timeline")).contains("· state 121", "· state 590");
        api.cancel(id).expect(200);
    }

    private static List<Instant> begins(String id) {
        List<Instant> begins = new ArrayList<>();
        api.history(id).get("history").forEach(state -> begins.add(Instant.parse(state.get("at").asText())));
        return begins;
    }

    private static double nanos(Instant from, Instant until) {
        return Duration.between(from, until).toNanos();
    }
}
