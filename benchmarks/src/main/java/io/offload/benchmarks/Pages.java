package io.offload.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long each page and each list takes, with so many runs in the tables: every filter alone, asked in turns over one connection, each answer
 * read whole. Runs that wait stay waiting: their queue is paused.
 */
final class Pages implements Scenario {
    private static final int TIMES = 50;
    private static final int WARM_UP = 10;
    private static final int EXECUTING = 40;
    /** What a browser fetches once, for all pages. */
    private static final List<String> ASSETS = List.of("/assets/offload.css", "/assets/offload.js", "/assets/theme.js", "/assets/states.svg", "/assets/icon.svg",
            "/webjars/htmx.org/2.0.4/dist/htmx.min.js", "/webjars/htmx-ext-sse/2.2.2/sse.js");

    private final long runs;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Map<String, String> paths;

    Pages(long runs) {
        this.runs = runs;
    }

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public String description() {
        return "each page of the dashboard and each list of the API with %,d runs in the tables; milliseconds of an answer, bytes of a page".formatted(runs);
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        long began = System.nanoTime();
        bench.system().execute(fill().replace("{runs}", Long.toString(runs)).replace("{session}", bench.system().query("SELECT max(id) FROM worker_session")));
        bench.system().execute("VACUUM ANALYZE");
        bench.system().execute("CHECKPOINT");
        System.out.printf("  tables filled in %d s%n", (System.nanoTime() - began) / 1_000_000_000);
        // statistics of minutes that are over are read once: a new process has to read these
        bench.system().restart();
        for (int i = 0; i < EXECUTING; i++) {
            post(bench, "/api/v1/tasks/sleep/runs", "{\"input\":{\"duration\":\"PT1H\"},\"name\":\"Nightly report\",\"tags\":[\"audit\"]}");
        }
        while (bench.system().number("SELECT count(*) FROM task_run WHERE state = 'RUNNING'") < EXECUTING
                || bench.system().number("SELECT count(*) FROM command_batch WHERE last_offset IS NULL") > 0) {
            LockSupport.parkNanos(100_000_000);
        }
        paths = paths(bench);
        for (int i = 0; i < WARM_UP; i++) {
            for (String path : paths.values()) {
                get(bench, path);
            }
        }
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Map<String, Histogram> micros = new LinkedHashMap<>();
        Map<String, Integer> bytes = new LinkedHashMap<>();
        for (int i = 0; i < TIMES; i++) {
            for (Map.Entry<String, String> path : paths.entrySet()) {
                long began = System.nanoTime();
                bytes.put(path.getKey(), get(bench, path.getValue()));
                micros.computeIfAbsent(path.getKey(), key -> new Histogram(60_000_000L, 3)).recordValue((System.nanoTime() - began) / 1000);
            }
        }
        Result result = new Result();
        micros.forEach((path, times) -> result.with(path + " p50", times.getValueAtPercentile(50) / 1000.0).with(path + " p99", times.getValueAtPercentile(99) / 1000.0)
                .with(path + " bytes", bytes.get(path)));
        int assets = 0;
        for (String asset : ASSETS) {
            assets += get(bench, asset);
        }
        result.with("styles and scripts, once bytes", assets);
        if (FirstRow.browser().isPresent()) {
            try {
                result.with("first row of /ui/runs in Chromium", new FirstRow(FirstRow.browser().get()).milliseconds("http://127.0.0.1:" + bench.system().port() + "/ui/runs"));
            } catch (CompletionException e) {
                System.out.println("  no figure for the first row: the browser gave no answer (" + e.getCause() + ")");
            }
        }
        return result;
    }

    /** What is asked for, by the name it has in the report. */
    private static Map<String, String> paths(Bench bench) throws SQLException {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String path : new String[] {"/", "/ui", "/ui?span=6h", "/ui?span=1d", "/ui?span=7d", "/ui/tasks", "/ui/tasks/flaky", "/ui/workers", "/ui/queues", "/ui/runs",
                "/ui/runs?state=SCHEDULED", "/ui/runs?state=PENDING", "/ui/runs?state=RUNNING", "/ui/runs?state=CANCELLING", "/ui/runs?state=COMPLETED", "/ui/runs?state=FAILED",
                "/ui/runs?state=CANCELLED", "/ui/runs?state=CRASHED", "/ui/runs?state=FAILED&state=CRASHED", "/ui/runs?state=SCHEDULED&state=PENDING&state=RUNNING&state=CANCELLING", "/ui/runs?task=echo", "/ui/runs?task=rebuild-index", "/ui/runs?queue=default", "/ui/runs?queue=imports",
                "/ui/runs?queue=reports", "/ui/runs?tag=nightly", "/ui/runs?tag=audit", "/ui/runs?tag=none-has-it", "/ui/runs?within=15m", "/ui/runs?within=7d",
                "/ui/runs?q=Invoice", "/ui/runs?q=Invoice+70", "/ui/runs?q=no+name+contains+this", "/api/v1/workers", "/api/v1/queues", "/api/v1/tasks", "/api/v1/runs",
                "/api/v1/runs?state=PENDING", "/api/v1/runs?state=COMPLETED", "/api/v1/runs?state=FAILED", "/api/v1/runs?task=rebuild-index", "/api/v1/runs?queue=imports",
                "/api/v1/runs?tag=nightly", "/api/v1/runs?limit=200"}) {
            paths.put(path, path);
        }
        String middle = bench.system().query("SELECT id FROM task_run WHERE id > uuid_lower_bound(now() - interval '12 hours') ORDER BY id LIMIT 1");
        paths.put("/ui/runs?before=<12 h ago>", "/ui/runs?before=" + middle);
        paths.put("/ui/runs?q=<start of an id>", "/ui/runs?q=" + middle.substring(0, 8));
        paths.put("/api/v1/runs?created_before=", "/api/v1/runs?created_before=" + bench.system().query("SELECT to_char((now() - interval '12 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"));
        paths.put("/ui/run-changes", "/ui/run-changes?newest=" + bench.system().query("SELECT max(id::text) FROM (SELECT id FROM task_run ORDER BY id DESC LIMIT 1000) r"));
        for (String state : new String[] {"COMPLETED", "FAILED", "SCHEDULED", "RUNNING"}) {
            paths.put("/ui/runs/<" + state.toLowerCase(Locale.ROOT) + ">", "/ui/runs/" + bench.system().query(
                    "SELECT id FROM task_run WHERE state = '" + state + "' AND id > '" + middle + "' ORDER BY id LIMIT 1"));
        }
        paths.put("/ui/runs/<oldest pending>", "/ui/runs/" + bench.system().query("SELECT id FROM task_run ORDER BY id LIMIT 1"));
        paths.put("/ui/runs/<newest pending>", "/ui/runs/" + bench.system().query("SELECT id FROM task_run WHERE state = 'PENDING' AND id > '" + middle + "' ORDER BY id DESC LIMIT 1"));
        return paths;
    }

    /** The length of the answer's body as it was sent: compressed, as browsers ask for it. */
    private int get(Bench bench, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bench.system().port() + path)).header("Accept", "text/html, application/json").header("Accept-Encoding", "gzip").build());
    }

    private void post(Bench bench, String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bench.system().port() + path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private int send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(request.uri() + " was answered with " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body().length;
    }

    private static String fill() throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream("million_runs.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
