package io.offload.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.catalog.TaskCatalog;
import io.offload.catalog.TaskDefinition;
import io.offload.task.CacheKey;
import io.offload.task.NonRetryableException;
import io.offload.task.testing.TestContext;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = RunningOpenAiServer.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class StructuredOutputTasksTest {
    @Inject
    TaskCatalog catalog;

    OpenAiServer server;

    @BeforeEach
    void forget() {
        server.reset();
    }

    private TaskDefinition task() {
        return catalog.find("create-structured-output").orElseThrow();
    }

    private String cast(String data, JsonNode target) throws Throwable {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("data", data);
        input.set("target", target);
        return task().invoker().invoke(input.toString(), TestContext.firstAttempt());
    }

    private String cast(String data, String target) throws Throwable {
        return cast(data, JsonNodeFactory.instance.textNode(target));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "string| hello |\"hello\"",
        "integer|about 42 of them|42",
        "number|1.50 each|1.50",
        "Boolean|yes indeed|true",
        "date|on 2026-02-03 at noon|\"2026-02-03\"",
        "list of integers|1, 2, 3|[1,2,3]",
        "list of list of string|a,b|[[\"a\"],[\"b\"]]",
        "one of red, green|a green leaf|\"green\"",
        "[\"red\",\"green\"]|a green leaf|\"green\"",
        "{\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/n\"}},\"required\":[\"n\"],\"$defs\":{\"n\":{\"type\":\"integer\"}}}|5 apples|{\"n\":\"x\"}"
    })
    void dataIsCastToTheTarget(String target, String data, String expected) throws Throwable {
        if (target.contains("$ref")) {
            server.thenContent("{\"value\":{\"n\":\"x\"}}").thenContent("{\"value\":{\"n\":5}}");
            assertThat(cast(data, target)).isEqualTo("{\"n\":5}");
            assertThat(server.requests().getFirst().at("/response_format/json_schema/schema/properties/value/properties/n/$ref").asText())
                    .isEqualTo("#/properties/value/$defs/n");
            return;
        }
        assertThat(cast(data, target)).isEqualTo(expected);
    }

    @Test
    void serverIsAskedForTheSchemaWithTheConfiguredModelAndKey() throws Throwable {
        cast("7", "integer");
        JsonNode request = server.requests().getFirst();
        assertThat(request.path("model").asText()).isEqualTo("a-model");
        assertThat(request.at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(request.at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(request.at("/response_format/json_schema/schema").toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"integer\"}},\"required\":[\"value\"],\"additionalProperties\":false}");
        assertThat(server.keys()).containsOnly("Bearer sk-test");
    }

    @Test
    void targetMayBeASchemaOrAnArrayAsJson() throws Throwable {
        JsonNode schema = JsonNodeFactory.instance.objectNode().put("type", "array").set("items", JsonNodeFactory.instance.objectNode().put("type", "integer"));
        assertThat(cast("1,2", schema)).isEqualTo("[1,2]");
        assertThat(cast("a green leaf", JsonNodeFactory.instance.arrayNode().add("red").add("green"))).isEqualTo("\"green\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "", "{}", "{\"value\":\"seven\"}", "[1]", "{\"value\":7.5}"})
    void answerThatDoesNotFitIsSentBackWithTheFault(String bad) throws Throwable {
        server.thenContent(bad).thenContent("{\"value\":7}");
        assertThat(cast("seven", "integer")).isEqualTo("7");
        assertThat(server.requests()).hasSize(2);
        assertThat(server.requests().get(1).path("messages")).hasSize(4);
        assertThat(server.requests().get(1).at("/messages/3/content").asText()).contains("does not fit");
    }

    @Test
    void twoRepairsAreTriedThenTheRunFailsSayingWhatWasWrong() {
        server.thenContent("{\"value\":\"a\"}").thenContent("{\"value\":\"b\"}").thenContent("{\"value\":\"c\"}");
        assertThatThrownBy(() -> cast("x", "integer"))
                .isInstanceOf(NonRetryableException.class)
                .hasMessageContaining("after 2 repairs")
                .hasMessageContaining("/value must be of type integer");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void overloadAndServerErrorsAreRetriedByTheRun(int status) {
        server.thenStatus(status);
        assertThatThrownBy(() -> cast("1", "integer"))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("HTTP " + status)
                .satisfies(e -> assertThat(task().retry().retries(1, e)).isTrue());
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"401, OPENAI_API_KEY", "403, OPENAI_API_KEY", "404, OPENAI_MODEL", "400, HTTP 400"})
    void refusalIsNotRetriedAndSaysWhatToCheck(int status, String hint) {
        server.thenStatus(status);
        assertThatThrownBy(() -> cast("1", "integer"))
                .isInstanceOf(NonRetryableException.class)
                .hasMessageContaining(hint)
                .satisfies(e -> assertThat(task().retry().retries(1, e)).isFalse());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void bodyThatIsNoAnswerIsRetriedByTheRun() {
        server.thenBody("<html>busy</html>");
        assertThatThrownBy(() -> cast("1", "integer")).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void answerThatTakesTooLongIsRetriedByTheRun() {
        server.thenSilence();
        assertThatThrownBy(() -> cast("1", "integer")).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void interruptionEndsTheWaitForTheModel() throws Exception {
        server.thenSilence();
        var thrown = new java.util.concurrent.CompletableFuture<Throwable>();
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                thrown.completeExceptionally(new AssertionError("answered " + cast("1", "integer")));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        org.awaitility.Awaitility.await().until(() -> !server.requests().isEmpty());
        asking.interrupt();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "java.lang.String", "list of", "list of things", "[]", "[1]", "{\"type\":5}", "{bad", "one of ", "{\"$ref\":\"https://example.org/schema\"}",
        "{\"$ref\":\"#\"}", "{\"$ref\":\"#/$defs/none\"}", "{\"pattern\":\"(\"}", "{\"$id\":\"https://example.org\"}", "list of list of list of list of list of list of string"
    })
    void targetOutsideTheAllowListFailsForGoodWithoutAskingTheModel(String target) {
        assertThatThrownBy(() -> cast("1", target)).isInstanceOf(NonRetryableException.class).hasMessageContaining("bad target");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void equalInputsOfTheSameSourceAreCached() {
        assertThat(task().cache().parts()).containsExactlyInAnyOrder(CacheKey.INPUTS, CacheKey.TASK_SOURCE);
    }
}
