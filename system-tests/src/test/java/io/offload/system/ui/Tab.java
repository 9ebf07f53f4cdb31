package io.offload.system.ui;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tab: goes to pages, reads and uses them, and keeps what the browser complained about. */
final class Tab implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private final Chromium browser;
    private final String session;
    private final String target;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Tab(Chromium browser, String session, String target) {
        this.browser = browser;
        this.session = session;
        this.target = target;
    }

    Tab open(int width, int height) {
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", none());
        }
        call("Emulation.setDeviceMetricsOverride", none().put("width", width).put("height", height).put("deviceScaleFactor", 1).put("mobile", width < 500));
        return this;
    }

    Tab dark(boolean dark) {
        ObjectNode media = none();
        media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", media);
        return this;
    }

    /** Whether pages may run scripts, from the next one on. */
    Tab scripts(boolean allowed) {
        call("Emulation.setScriptExecutionDisabled", none().put("value", !allowed));
        return this;
    }

    /** Where the browser believes to be, such as Asia/Kolkata. */
    Tab zone(String name) {
        call("Emulation.setTimezoneOverride", none().put("timezoneId", name));
        return this;
    }

    /** A script that runs in each page before its own. */
    Tab first(String script) {
        call("Page.addScriptToEvaluateOnNewDocument", none().put("source", script));
        return this;
    }

    /** Moves the mouse over the middle of an element. */
    void hover(String selector) {
        JsonNode middle = middle(selector);
        call("Input.dispatchMouseEvent", none().put("type", "mouseMoved").put("x", middle.get(0).asDouble()).put("y", middle.get(1).asDouble()));
    }

    /** Clicks with the mouse, where an element's middle is, on what leads to another page; waits for it. */
    Tab press(String selector) {
        hover(selector);
        JsonNode middle = middle(selector);
        eval("window.left = true");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call("Input.dispatchMouseEvent", none().put("type", type).put("button", "left").put("clickCount", 1).put("x", middle.get(0).asDouble()).put("y", middle.get(1).asDouble()));
        }
        return loaded();
    }

    private JsonNode middle(String selector) {
        return eval("(() => { const b = document.querySelector(%s).getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()".formatted(text(selector)));
    }

    /** Presses a key that writes a character. */
    void type(String character) {
        call("Input.dispatchKeyEvent", none().put("type", "keyDown").put("key", character).put("text", character));
        call("Input.dispatchKeyEvent", none().put("type", "keyUp").put("key", character));
    }

    /** Presses the tabulator. */
    void tabulator() {
        call("Input.dispatchKeyEvent", none().put("type", "rawKeyDown").put("key", "Tab").put("code", "Tab").put("windowsVirtualKeyCode", 9));
        call("Input.dispatchKeyEvent", none().put("type", "keyUp").put("key", "Tab").put("code", "Tab").put("windowsVirtualKeyCode", 9));
    }

    void heard(String method, JsonNode told) {
        switch (method) {
            case "Log.entryAdded" -> {
                if (told.at("/entry/level").asText().equals("error") || told.at("/entry/source").asText().equals("security")) {
                    complaints.add(told.at("/entry/text").asText() + " " + told.at("/entry/url").asText());
                }
            }
            case "Runtime.exceptionThrown" -> complaints.add(told.at("/exceptionDetails/exception/description").asText());
            case "Runtime.consoleAPICalled" -> {
                if (told.path("type").asText().equals("error")) {
                    complaints.add(told.path("args").toString());
                }
            }
            default -> { }
        }
    }

    /** Console errors, uncaught exceptions and violations of the Content-Security-Policy so far. */
    List<String> complaints() {
        return complaints;
    }

    /** Goes to an address and waits until the page is there. */
    Tab go(String url) {
        eval("window.left = true");
        call("Page.navigate", none().put("url", url));
        return loaded();
    }

    /** Clicks on what leads to another page, and waits for it. */
    Tab follow(String selector) {
        eval("window.left = true");
        click(selector);
        return loaded();
    }

    private Tab loaded() {
        await("page").atMost(LIMIT).pollInterval(Duration.ofMillis(50)).ignoreExceptions()
                .until(() -> eval("!window.left && document.readyState === 'complete'").asBoolean());
        return this;
    }

    void click(String selector) {
        eval("document.querySelector(%s).click()".formatted(text(selector)));
    }

    /** Sets a field's value as typing would. */
    void fill(String selector, String value) {
        eval("(() => { const f = document.querySelector(%s); f.value = %s; f.dispatchEvent(new Event('input', {bubbles: true})); f.dispatchEvent(new Event('change', {bubbles: true})); })()"
                .formatted(text(selector), text(value)));
    }

    /** The text that one sees of the first element. */
    String read(String selector) {
        waitFor("document.querySelector(%s) !== null".formatted(text(selector)));
        return eval("document.querySelector(%s).innerText".formatted(text(selector))).asText();
    }

    boolean has(String selector) {
        return eval("document.querySelector(%s) !== null".formatted(text(selector))).asBoolean();
    }

    /** Waits until an expression is true. */
    void waitFor(String expression) {
        await(expression).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(() -> eval(expression).asBoolean());
    }

    /** The value of an expression, of a promise what it resolves to. */
    JsonNode eval(String expression) {
        JsonNode answer = call("Runtime.evaluate", none().put("expression", expression).put("returnByValue", true).put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.at("/exceptionDetails/exception/description").asText());
        }
        return answer.at("/result/value");
    }

    String address() {
        return eval("location.pathname + location.search").asText();
    }

    void screenshot(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(call("Page.captureScreenshot", none().put("format", "png").put("optimizeForSpeed", false)).get("data").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A picture of the whole page, however long. */
    void full(int width, int height, Path file) {
        call("Emulation.setDeviceMetricsOverride", none().put("width", width).put("height", height).put("deviceScaleFactor", 1).put("mobile", width < 500));
        screenshot(file);
        call("Emulation.setDeviceMetricsOverride", none().put("width", width).put("height", 844).put("deviceScaleFactor", 1).put("mobile", width < 500));
    }

    @Override
    public void close() {
        browser.closeTab(session, target);
    }

    /** A JavaScript string. */
    static String text(String value) {
        return JSON.valueToTree(value).toString();
    }

    private JsonNode call(String method, ObjectNode parameters) {
        return browser.call(session, method, parameters);
    }

    private static ObjectNode none() {
        return JSON.createObjectNode();
    }
}
