package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Makes the pictures of the pages in docs/images. No test run includes it; {@code docs/screenshots} starts it. */
class Screenshots {
    private static final List<String> CUSTOMERS = List.of("Aurora Foods", "Bluebird Travel", "Cobalt Energy", "Delta Press", "Elm Street Bakery", "Fjord Shipping");

    private static final String CAST = "{\"data\":\"Seven of nine people said yes.\",\"target\":\"integer\"}";
    /** Statistics of the hours before, so that the charts have something to show; the runs themselves are real. */
    private static final String EARLIER = """
            INSERT INTO run_minute (minute, queue, task, state, bucket, n)
            SELECT date_trunc('minute', now()) - make_interval(mins => m), 'default', t, s, b,
                   CASE s WHEN 'SUBMITTED' THEN 62 + 40 * sin(m / 9.0) + m % 7 WHEN 'COMPLETED' THEN (20 + 13 * sin(m / 9.0) + m * b % 5) / (1 + b / 4) WHEN 'FAILED' THEN CASE WHEN m BETWEEN 20 AND 25 THEN 9 ELSE m * b % 11 / 10 END
                          ELSE m * b % 37 / 36 END
              FROM generate_series(1, 1440) m, unnest(ARRAY['echo', 'profile-csv', 'flaky']) t, unnest(ARRAY['SUBMITTED', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED']) s, generate_series(3, 9, 2) b
             WHERE s <> 'SUBMITTED' OR b = 3
                ON CONFLICT DO NOTHING""";

    @Test
    void everyPage() {
        Path images = Path.of(System.getProperty("offload.images"));
        try (ModelServer model = new ModelServer();
                OffloadSystem system = OffloadSystem.builder("screenshots").apis(1).workers(2).withWorker("OPENAI_BASE_URL", model.baseUrl()).withWorker("OPENAI_API_KEY", "none").start();
                Chromium browser = new Chromium(Chromium.installed().orElseThrow())) {
            system.database().change(EARLIER);
            // minutes that are over are read at the start only
            system.addApi(Map.of());
            Api api = system.api(1);
            for (int i = 0; i < 40; i++) {
                String customer = CUSTOMERS.get(i % CUSTOMERS.size());
                submit(api, "profile-csv", "{\"csv\":\"date,amount,paid\\n2026-01-%02d,%d.50,true\\n2026-02-03,12,false\\n\"}".formatted(i % 28 + 1, 40 + i), "Profile sales of " + customer, "sales");
                submit(api, "echo", "{\"value\":{\"invoice\":%d}}".formatted(4200 + i), "Invoice " + (4200 + i) + " for " + customer, "billing");
            }
            submit(api, "create-structured-output", CAST, "How many said yes", "survey");
            for (int failures : new int[] {0, 1, 2, 1, 3}) {
                submit(api, "flaky", "{\"fail_times\":%d}".formatted(failures), "Sync stock with the warehouse", "sync");
            }
            String cached = submit(api, "create-structured-output", CAST, "How many said yes", "survey");
            String failed = submit(api, "flaky", "{\"fail_times\":9}", "Sync prices with the warehouse", "sync");
            api.awaitEnd(failed, Duration.ofSeconds(60));
            api.awaitEnd(cached, Duration.ofSeconds(60));
            api.post("/api/v1/runs/" + failed + "/rerun", "").expect(202);
            String waiting = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT3H\",\"name\":\"Send the evening digest\",\"tags\":[\"mail\"]}").expect(202).json().get("id").asText();
            String cancelled = submit(api, "sleep", "{\"duration\":\"PT10M\"}", "Rebuild thumbnails", "media");
            submit(api, "sleep", "{\"duration\":\"PT10M\"}", "Nightly report", "reports");
            String running = submit(api, "sleep", "{\"duration\":\"PT30S\"}", "Reindex the catalog", "search");
            api.awaitState(cancelled, "RUNNING", Duration.ofSeconds(30));
            api.cancel(cancelled);
            api.awaitState(running, "RUNNING", Duration.ofSeconds(30));
            Tab tab = browser.tab(1280, 820);
            tab.go(api.url() + "/");
            tab.follow("#cast button.primary");
            tab.read("#result");
            tab.screenshot(images.resolve("demo.png"));
            shot(tab, api.url() + "/ui", images.resolve("overview.png"));
            shot(tab, api.url() + "/ui/runs", images.resolve("runs.png"));
            shot(tab, api.url() + "/ui/runs/" + failed, images.resolve("run.png"));
            shot(tab, api.url() + "/ui/runs/" + running, images.resolve("run-running.png"));
            shot(tab, api.url() + "/ui/runs/" + waiting, images.resolve("run-waiting.png"));
            shot(tab, api.url() + "/ui/tasks", images.resolve("tasks.png"));
            shot(tab, api.url() + "/ui/tasks/profile-csv", images.resolve("task.png"));
            shot(tab, api.url() + "/ui/workers", images.resolve("workers.png"));
            shot(tab, api.url() + "/ui/queues", images.resolve("queues.png"));
            shot(tab.dark(true), api.url() + "/ui", images.resolve("overview-dark.png"));
            shot(tab, api.url() + "/ui/runs/" + failed, images.resolve("run-dark.png"));
            Tab phone = browser.tab(390, 844);
            shot(phone, api.url() + "/ui", images.resolve("overview-phone.png"));
            shot(phone, api.url() + "/ui/runs", images.resolve("runs-phone.png"));
            assertThat(images).isDirectoryContaining(file -> file.endsWith("runs-phone.png") && Files.exists(file));
        }
    }

    private static String submit(Api api, String task, String input, String name, String tag) {
        return api.submit(task, "{\"input\":%s,\"name\":\"%s\",\"tags\":[\"%s\"]}".formatted(input, name, tag)).expect(202).json().get("id").asText();
    }

    private static void shot(Tab tab, String url, Path file) {
        tab.go(url);
        if (tab.has("[sse-connect]")) {
            tab.waitFor("document.querySelector('#lamp.on') !== null");
        }
        tab.screenshot(file);
    }
}
