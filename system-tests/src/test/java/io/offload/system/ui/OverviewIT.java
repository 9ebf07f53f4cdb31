package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The charts: what the pointer finds in them, and where a click leads. */
class OverviewIT extends Browsing {
    private static Api api;

    @BeforeAll
    static void system() {
        api = OffloadSystem.shared().api();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void columnTellsItsTimesAndFiguresAndLeadsToItsRuns(int chart) {
        String id;
        Instant created;
        do { // one that ended in the minute in which it was created
            id = api.run("trial-noop", "{\"value\":1}");
            api.awaitEnd(id);
            created = Instant.parse(api.view(id).get("created_at").asText());
        } while (!api.view(id).get("ended_at").asText().startsWith(created.toString().substring(0, 16)));
        String minute = created.toString().substring(0, 16);
        tab.zone("UTC").go(api.url() + "/ui");
        String column = "[...document.querySelector('svg[data-slot]').querySelectorAll('.hit')].findIndex(hit => (hit.dataset.words ?? hit.textContent).startsWith('" + minute + "'))";
        tab.waitFor(column + " >= 0 && document.querySelector('#lamp').innerText === 'Live'");
        tab.click("#lamp");
        tab.waitFor("!document.querySelector('#live').classList.contains('htmx-request')");
        tab.eval("document.querySelectorAll('svg[data-slot]')[" + chart + "].querySelectorAll('.hit')[" + column + "].id = 'pointed'");
        tab.hover("#pointed");
        tab.waitFor("!document.querySelector('.tip').hidden");
        Instant from = Instant.parse(minute + ":00Z");
        assertThat(tab.read(".tip")).contains(clock(from) + " – " + clock(from.plusSeconds(60)), "submitted").containsPattern("\\d+ completed");
        assertThat(tab.eval("document.querySelector('#pointed title') === null").asBoolean()).as("the browser's own tip does not cover it").isTrue();
        tab.hover("h1");
        assertThat(tab.eval("document.querySelector('.tip').hidden").asBoolean()).isTrue();
        tab.press("#pointed");
        String address = URLDecoder.decode(tab.address(), StandardCharsets.UTF_8);
        assertThat(address).startsWith("/ui/runs?after=" + minute).contains("until=" + from.plusSeconds(60).toString().substring(0, 16));
        assertThat(Duration.between(from, created)).isBetween(Duration.ZERO, Duration.ofSeconds(60));
        tab.go(api.url() + tab.address() + "&q=" + id);
        assertThat(tab.has("#run-" + id)).isTrue();
    }

    @Test
    void barsAreAsHighAsWhatTheyCount() {
        api.awaitEnd(api.run("trial-noop", "{\"value\":1}"));
        tab.go(api.url() + "/ui");
        tab.waitFor("document.querySelector('.bars.s-COMPLETED') !== null");
        // of each column: what its words say, and how high its bar is on the scale
        String drawn = "(() => { const svg = document.querySelector('svg[data-slot]'), top = Number(document.querySelector('.plot .scale span').innerText.replace(/\\D/g, ''));"
                + " const bars = [...(svg.querySelector('.bars.s-COMPLETED')?.getAttribute('d') ?? '').matchAll(/M([\\d.]+) [\\d.]+v-([\\d.]+)/g)].map(m => [Number(m[1]), Number(m[2])]);"
                + " return [...svg.querySelectorAll('.hit')].map(hit => { const said = /([\\d\\u202f]+) completed/.exec(hit.dataset.words ?? hit.textContent), x = Number(hit.getAttribute('x'));"
                + " const bar = bars.find(bar => bar[0] >= x && bar[0] < x + Number(hit.getAttribute('width')));"
                + " return [said ? Number(said[1].replace(/\\D/g, '')) : 0, bar ? bar[1] / 150 * top : 0, 2.5 / 150 * top, top / 1500]; }); })()";
        var columns = tab.eval(drawn);
        assertThat(columns).isNotEmpty();
        columns.forEach(column -> {
            double said = column.get(0).asDouble();
            double expected = said == 0 ? 0 : Math.max(said, column.get(2).asDouble());
            assertThat(column.get(1).asDouble()).isCloseTo(expected, org.assertj.core.data.Offset.offset(column.get(3).asDouble()));
        });
    }

    private static String clock(Instant at) {
        return at.toString().substring(11, 16);
    }
}
