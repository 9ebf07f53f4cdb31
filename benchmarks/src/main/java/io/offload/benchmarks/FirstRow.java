package io.offload.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Opens a page in a headless Chromium and tells when its first row of runs was drawn, from the moment the browser was sent there: the frame after
 * the row came into the document. Scripts and styles come from the browser's cache, as they do for somebody who was here before.
 */
final class FirstRow {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int TIMES = 21;
    private static final String WATCH = """
            new MutationObserver((changes, observer) => {
              if (!document.querySelector('#rows tr')) return;
              observer.disconnect();
              requestAnimationFrame(() => { const drawn = new MessageChannel(); drawn.port1.onmessage = () => { window.firstRow = performance.now(); }; drawn.port2.postMessage(0); });
            }).observe(document, { childList: true, subtree: true });
            """;

    private final Path program;
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** The browser's program; empty when none is installed. */
    static Optional<Path> browser() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    FirstRow(Path program) {
        this.program = program;
    }

    /** The median. */
    double milliseconds(String url) throws IOException {
        Path profile = Files.createTempDirectory("offload-bench-chromium");
        Process process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
                "--user-data-dir=" + profile, "about:blank").redirectErrorStream(true).redirectOutput(profile.resolve("chromium.log").toFile()).start();
        try {
            Path port = profile.resolve("DevToolsActivePort");
            while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
                LockSupport.parkNanos(20_000_000);
            }
            List<String> where = Files.readAllLines(port);
            WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:" + where.get(0) + where.get(1)), new Listener()).join();
            String target = call(socket, null, "Target.createTarget", JSON.createObjectNode().put("url", "about:blank")).get("targetId").asText();
            String session = call(socket, null, "Target.attachToTarget", JSON.createObjectNode().put("targetId", target).put("flatten", true)).get("sessionId").asText();
            call(socket, session, "Page.enable", JSON.createObjectNode());
            call(socket, session, "Page.addScriptToEvaluateOnNewDocument", JSON.createObjectNode().put("source", WATCH));
            double[] times = new double[TIMES];
            for (int i = -3; i < TIMES; i++) {
                call(socket, session, "Page.navigate", JSON.createObjectNode().put("url", url));
                JsonNode drawn;
                do {
                    LockSupport.parkNanos(20_000_000);
                    drawn = call(socket, session, "Runtime.evaluate", JSON.createObjectNode().put("expression", "window.firstRow").put("returnByValue", true)).at("/result/value");
                } while (!drawn.isNumber());
                times[Math.max(0, i)] = drawn.asDouble();
                call(socket, session, "Page.navigate", JSON.createObjectNode().put("url", "about:blank"));
            }
            Arrays.sort(times);
            return times[TIMES / 2];
        } finally {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(one -> one.onExit().join());
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private JsonNode call(WebSocket socket, String session, String method, ObjectNode parameters) {
        int id = sent.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        if (session != null) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> answer = message.has("id") ? answers.remove(message.get("id").asInt()) : null;
                    if (answer != null) {
                        answer.complete(message.has("result") ? message.get("result") : message);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
