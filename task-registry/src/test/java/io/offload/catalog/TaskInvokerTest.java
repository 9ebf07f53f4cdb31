package io.offload.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.schema.Violation;
import io.offload.task.FinishedRun;
import io.offload.task.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskInvokerTest {
    private static BuiltApplication application;

    @BeforeAll
    static void build(@TempDir Path folder) throws Exception {
        application = BuiltApplication.of(folder, """
                @ApplicationScoped
                public class Tasks {
                    enum Color { RED, GREEN }
                    record Address(String streetName, @Min(1) int number, Optional<String> city) {}
                    record Person(String name, List<Address> addresses, Map<String, BigDecimal> marks, JsonNode extra) {}

                    @Task JsonNode echo(JsonNode value) { return value; }
                    @Task Person person(Person person) { return person; }
                    @Task String scalars(boolean a, byte b, short c, int d, long e, float f, double g, char h, BigInteger i, BigDecimal j, String k, Color l) {
                        return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i + " " + j + " " + k + " " + l;
                    }
                    @Task String times(Instant a, LocalDate b, Duration c, UUID d, LocalDateTime e, OffsetDateTime f) {
                        return a + " " + b + " " + c + " " + d + " " + e + " " + f;
                    }
                    @Task String words(java.time.Year a, java.time.YearMonth b, java.time.MonthDay c, Locale d, Currency e, TimeZone f) {
                        return a + " " + b + " " + c + " " + d + " " + e + " " + f.getID();
                    }
                    @Task String optionals(Optional<Integer> a, @JsonProperty(defaultValue = "7") int b, @JsonProperty("see") Optional<List<String>> c) {
                        return a + " " + b + " " + c;
                    }
                    @Task Map<String, List<Integer>> collections(Map<String, int[]> groups, Set<Color> colors, List<? extends Number> numbers) {
                        return Map.of("n", List.of(groups.get("a")[0], colors.size(), numbers.size()));
                    }
                    @Task void nothing() {}
                    @Task Address nullResult() { return null; }
                    @Task Optional<String> emptyResult() { return Optional.empty(); }
                    @Task Uni<String> uni(String name) { return Uni.createFrom().item("hello " + name); }
                    @Task CompletionStage<List<Integer>> stage() { return CompletableFuture.supplyAsync(() -> List.of(1, 2)); }
                    @Task Uni<String> failingUni() { return Uni.createFrom().failure(new java.io.IOException("from inside")); }
                    @Task String failing() throws Exception { throw new java.io.IOException("checked"); }
                    @Task String attempt(String name, TaskContext context) { return name + context.attempt(); }
                    @Task Object unwritable() { return new Object() { public String getBad() { throw new IllegalStateException("no"); } }; }
                    @Task String lone() { return "a\\ud800b"; }

                    public static final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
                    @Task CompletionStage<String> never() {
                        CompletableFuture<String> never = new CompletableFuture<>();
                        never.whenComplete((v, e) -> cancelled.complete(never.isCancelled()));
                        return never;
                    }

                    public static final List<Object> hooks = new CopyOnWriteArrayList<>();
                    @Task(onCompletion = "good", onFailure = "bad") void hooked() {}
                    void good(FinishedRun run) { hooks.add(run); }
                    Uni<Void> bad() { return Uni.createFrom().failure(new IllegalStateException("hook")); }
                }""", """
                @Dependent
                public class Short {
                    @jakarta.inject.Inject Scoped scoped;
                    @Task int perRequest() { scoped.next(); return scoped.next(); }
                }""", """
                @RequestScoped
                public class Scoped {
                    int n;
                    int next() { return ++n; }
                }""");
    }

    @AfterAll
    static void close() throws IOException {
        application.close();
    }

    private static String call(String task, String input) throws Throwable {
        return application.task(task).invoker().invoke(input, TestContext.firstAttempt());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "true", "\"\"", "0", "-0", "0.10", "1e400", "1E+2", "-1.5e-300", "9007199254740993", "123456789012345678901234567890123456789",
        "0.1000000000000000055511151231257827021181583404541015625", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\\ud83d\"", "\"\ud83d\ude00 é\"", "[]", "{}",
        "{\"b\":1,\"a\":[null,{\"\":\"\"}],\"\\ud800\":2}", "[1.0,2.50,3e0]"
    })
    void echoReturnsAnyValueAsItCame(String value) throws Throwable {
        assertThat(call("echo", "{\"value\":" + value + "}")).isEqualTo(value);
    }

    @Test
    void recordsAreReadAndWrittenInSnakeCase() throws Throwable {
        String person = "{\"name\":\"Ada\",\"addresses\":[{\"street_name\":\"Main\",\"number\":3,\"city\":null}],\"marks\":{\"math\":1.10},\"extra\":{\"x\":[1e400]}}";
        assertThat(new ObjectMapper().readTree(call("person", "{\"person\":" + person + "}").replace("E+", "e")))
                .isEqualTo(new ObjectMapper().readTree(person));
    }

    @Test
    void scalarsAreBoundWithoutLoss() throws Throwable {
        assertThat(call("scalars", """
                {"a":true,"b":-128,"c":32767,"d":2147483647,"e":-9223372036854775808,"f":1.5,"g":0.1,"h":"x",
                 "i":123456789012345678901234567890,"j":0.100,"k":"text","l":"GREEN"}"""))
                .isEqualTo("\"true -128 32767 2147483647 -9223372036854775808 1.5 0.1 x 123456789012345678901234567890 0.100 text GREEN\"");
    }

    @Test
    void integersMayBeSpelledAsDecimals() throws Throwable {
        assertThat(call("optionals", "{\"b\":7.0}")).isEqualTo("\"Optional.empty 7 Optional.empty\"");
        assertThat(call("person", "{\"person\":{\"name\":\"A\",\"addresses\":[{\"street_name\":\"M\",\"number\":3.0}],\"marks\":{},\"extra\":null}}"))
                .contains("\"number\":3,");
    }

    @Test
    void timesAreIsoText() throws Throwable {
        assertThat(call("times", """
                {"a":"2026-01-02T03:04:05.678901234Z","b":"2026-01-02","c":"PT1M","d":"00000000-0000-0001-0000-000000000002",
                 "e":"2026-01-02T03:04:05","f":"2026-01-02T03:04:05+02:00"}"""))
                .isEqualTo("\"2026-01-02T03:04:05.678901234Z 2026-01-02 PT1M 00000000-0000-0001-0000-000000000002 2026-01-02T03:04:05 2026-01-02T03:04:05+02:00\"");
    }

    @Test
    void typesThatJacksonReadsFromTextAreText() throws Throwable {
        assertThat(call("words", "{\"a\":\"2026\",\"b\":\"2026-01\",\"c\":\"--01-31\",\"d\":\"de\",\"e\":\"EUR\",\"f\":\"Europe/Berlin\"}"))
                .isEqualTo("\"2026 2026-01 --01-31 de EUR Europe/Berlin\"");
    }

    @Test
    void optionalParametersMayBeAbsentOrNull() throws Throwable {
        assertThat(call("optionals", "{}")).isEqualTo("\"Optional.empty 7 Optional.empty\"");
        assertThat(call("optionals", "{\"a\":null,\"b\":8,\"see\":[\"x\"]}")).isEqualTo("\"Optional.empty 8 Optional[[x]]\"");
        assertThat(call("optionals", "{\"a\":5,\"see\":null}")).isEqualTo("\"Optional[5] 7 Optional.empty\"");
    }

    @Test
    void collectionsMapsAndArraysAreBound() throws Throwable {
        assertThat(call("collections", "{\"groups\":{\"a\":[4]},\"colors\":[\"RED\"],\"numbers\":[1,2.5,3]}")).isEqualTo("{\"n\":[4,1,3]}");
    }

    @ParameterizedTest
    @CsvSource({"nothing", "null-result", "empty-result"})
    void absentResultIsNull(String task) throws Throwable {
        assertThat(call(task, "{}")).isEqualTo("null");
    }

    @Test
    void valueInsideUniAndStageIsTheResult() throws Throwable {
        assertThat(call("uni", "{\"name\":\"Bo\"}")).isEqualTo("\"hello Bo\"");
        assertThat(call("stage", "{}")).isEqualTo("[1,2]");
    }

    @ParameterizedTest
    @CsvSource({"failing, checked", "failing-uni, from inside"})
    void exceptionComesUnwrapped(String task, String message) {
        assertThatThrownBy(() -> call(task, "{}")).isExactlyInstanceOf(IOException.class).hasMessage(message);
    }

    @Test
    void contextIsNoInput() throws Throwable {
        assertThat(call("attempt", "{\"name\":\"n\"}")).isEqualTo("\"n1\"");
    }

    @Test
    void interruptionCancelsTheStage() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                call("never", "{}");
                thrown.completeExceptionally(new AssertionError("returned"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(((CompletableFuture<?>) field("cancelled")).get()).isEqualTo(true);
    }

    private static Object field(String name) throws ReflectiveOperationException {
        return Thread.currentThread().getContextClassLoader().loadClass("app.Tasks").getField(name).get(null);
    }

    @Test
    void unwritableResultIsSaidToBe() {
        assertThatThrownBy(() -> call("unwritable", "{}")).isInstanceOf(ResultNotWritableException.class).hasMessageContaining("no");
    }

    @Test
    void loneSurrogateOfAResultIsEscaped() throws Throwable {
        assertThat(call("lone", "{}")).isEqualTo("\"a\\ud800b\"");
    }

    @Test
    void eachCallHasARequestContextOfItsOwn() throws Throwable {
        assertThat(call("per-request", "{}")).isEqualTo("2");
        assertThat(call("per-request", "{}")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "echo|{}|/value",
        "echo|{\"value\":1,\"a/b\":2}|/a~1b",
        "echo|[]|",
        "echo|nonsense|",
        "echo|{\"value\":1} {}|",
        "echo|{\"value\":1,\"value\":2}|",
        "attempt|{\"name\":5}|/name",
        "attempt|{\"name\":null}|/name",
        "person|{\"person\":{\"name\":\"A\",\"addresses\":[{\"street_name\":\"M\",\"number\":0}],\"marks\":{},\"extra\":1}}|/person/addresses/0/number",
        "person|{\"person\":{\"name\":\"A\",\"addresses\":[{\"street_name\":\"M\"}],\"marks\":{},\"extra\":1}}|/person/addresses/0/number",
        "times|{\"a\":\"yesterday\",\"b\":\"2026-01-02\",\"c\":\"PT1M\",\"d\":\"00000000-0000-0001-0000-000000000002\",\"e\":\"2026-01-02T03:04:05\",\"f\":\"2026-01-02T03:04:05Z\"}|/a",
        "times|{\"a\":\"2026-01-02T03:04:05Z\",\"b\":\"2026-01-02\",\"c\":\"PT1M\",\"d\":\"00000000-0000-0001-0000-000000000002\",\"e\":\"never\",\"f\":\"2026-01-02T03:04:05Z\"}|/e"
    })
    void inputThatDoesNotFitIsRefusedWithAPointer(String task, String input, String pointer) {
        assertThatThrownBy(() -> call(task, input))
                .asInstanceOf(type(InvalidInputException.class))
                .satisfies(e -> assertThat(e.violations()).extracting(Violation::pointer).containsExactly(pointer == null ? "" : pointer));
    }

    @Test
    void numberBeyondADoubleIsRefusedForADouble() {
        assertThatThrownBy(() -> call("scalars", """
                {"a":true,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1e400,"h":"x","i":1,"j":1,"k":"","l":"RED"}"""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("/g");
    }

    @Test
    void hooksAreCalledAndTheirFailureComesUnwrapped() throws Throwable {
        TaskDefinition task = application.task("hooked");
        JsonNode input = new ObjectMapper().readTree("{}");
        FinishedRun run = new FinishedRun(new UUID(0, 1), "hooked", "COMPLETED", 1, input, input, null, null);
        task.onCompletion().orElseThrow().invoke(run);
        assertThat((Iterable<?>) field("hooks")).hasSize(1).first().isSameAs(run);
        assertThatThrownBy(() -> task.onFailure().orElseThrow().invoke(run)).isExactlyInstanceOf(IllegalStateException.class).hasMessage("hook");
    }
}
