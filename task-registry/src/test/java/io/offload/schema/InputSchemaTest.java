package io.offload.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.ExactJson;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputSchemaTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"type\":\"object\",\"properties\":{\"value\":{}},\"required\":[\"value\"],\"additionalProperties\":false}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"integer\",\"null\"],\"minimum\":0}},\"additionalProperties\":{\"type\":\"string\"}}",
        "{\"properties\":{\"n\":{\"type\":\"array\",\"items\":{\"enum\":[\"x\",\"y\"]},\"maxItems\":2}}}"
    })
    void schemasOfOrdinaryTypesNeedNoLibrary(String schema) {
        assertThat(InputSchema.compile(schema)).isInstanceOf(PlainInputSchema.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{}}}", "{\"anyOf\":[{}]}", "{\"const\":1}", "{\"enum\":[1]}", "false", "{\"multipleOf\":2}", "{\"uniqueItems\":true}"})
    void otherKeywordsAreLeftToTheLibrary(String schema) {
        assertThat(InputSchema.compile(schema)).isInstanceOf(LibraryInputSchema.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "[]", "{", "{\"pattern\":\"(\"}"})
    void whatIsNoSchemaIsRefused(String schema) {
        assertThatThrownBy(() -> InputSchema.compile(schema)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"required\":[\"a/b\"]}|{}|/a~1b",
        "{\"properties\":{},\"additionalProperties\":false}|{\"a~\":1}|/a~0",
        "{\"properties\":{\"a\":{\"items\":{\"type\":\"string\"}}}}|{\"a\":[\"x\",1]}|/a/1",
        "{\"allOf\":[{\"required\":[\"z\"]}]}|{}|/z",
        "{\"allOf\":[{\"additionalProperties\":false}]}|{\"q\":1}|/q",
        "{\"allOf\":[{\"properties\":{\"a\":{\"properties\":{\"b\":{\"type\":\"string\"}}}}}]}|{\"a\":{\"b\":1}}|/a/b"
    })
    void pointersNameTheFaultyOrMissingValue(String schema, String value, String pointer) throws Exception {
        assertThat(InputSchema.compile(schema).validate(ExactJson.read(value))).extracting(Violation::pointer).containsExactly(pointer);
    }

    @Test
    void violationsAreLimited() throws Exception {
        JsonNode many = ExactJson.read("[" + "1,".repeat(500) + "1]");
        assertThat(InputSchema.compile("{\"items\":{\"type\":\"string\"}}").validate(many)).hasSize(InputSchema.MOST_VIOLATIONS);
        assertThat(InputSchema.compile("{\"anyOf\":[{}],\"items\":{\"type\":\"string\"}}").validate(many)).hasSize(InputSchema.MOST_VIOLATIONS);
    }

    @Test
    void runawayPatternCountsAsNotMatching() {
        InputSchema schema = InputSchema.compile("{\"pattern\":\"^(a+)+$\"}");
        assertThat(schema.validate(NODES.textNode("a".repeat(50) + "b"))).hasSize(1);
        assertThat(InputSchema.compile("{\"pattern\":\"^(a|b)*$\"}").validate(NODES.textNode("ab".repeat(200_000)))).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void numbersAreComparedExactly() throws Exception {
        InputSchema schema = InputSchema.compile("{\"type\":\"integer\",\"maximum\":9007199254740992}");
        assertThat(schema.validate(ExactJson.read("9007199254740992"))).isEmpty();
        assertThat(schema.validate(ExactJson.read("9007199254740993"))).hasSize(1);
        assertThat(schema.validate(ExactJson.read("1e400"))).hasSize(1);
        assertThat(schema.validate(ExactJson.read("1.0"))).isEmpty();
        assertThat(schema.validate(ExactJson.read("1.5"))).hasSize(1);
    }

    @Property(tries = 3000)
    void plainKeywordsJudgeAsTheLibraryDoes(@ForAll("schemas") JsonNode schema, @ForAll("values") JsonNode value) {
        PlainSchema plain = PlainSchema.compile(schema).orElseThrow();
        Violations found = new Violations();
        plain.check(value, Place.ROOT, found);
        List<Violation> library = new LibraryInputSchema(schema).validate(value);
        assertThat(plain.fits(value)).isEqualTo(library.isEmpty());
        assertThat(pointers(found.list())).isEqualTo(pointers(library));
    }

    private static Set<String> pointers(List<Violation> violations) {
        return violations.stream().map(Violation::pointer).collect(Collectors.toCollection(TreeSet::new));
    }

    @Provide
    Arbitrary<JsonNode> schemas() {
        return schemas(3);
    }

    private Arbitrary<JsonNode> schemas(int depth) {
        Arbitrary<List<String>> types = Arbitraries.of("object", "array", "string", "number", "integer", "boolean", "null").set().ofMinSize(1).ofMaxSize(2).map(List::copyOf);
        Arbitrary<JsonNode> keyword = Arbitraries.oneOf(
                types.map(names -> {
                    ObjectNode schema = NODES.objectNode();
                    names.forEach(schema.putArray("type")::add);
                    return schema;
                }),
                Combinators.combine(Arbitraries.of("minLength", "maxLength", "minItems", "maxItems"), Arbitraries.integers().between(0, 3)).as((name, n) -> NODES.objectNode().put(name, n)),
                Combinators.combine(Arbitraries.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), Arbitraries.integers().between(-2, 2)).as((name, n) -> NODES.objectNode().put(name, n)),
                Arbitraries.of("a", "^b", "[0-9]").map(pattern -> NODES.objectNode().put("pattern", pattern)),
                Arbitraries.of("date", "uuid", "duration", "date-time", "time", "other").map(format -> NODES.objectNode().put("format", format)),
                keys().map(names -> {
                    ObjectNode schema = NODES.objectNode();
                    names.forEach(schema.putArray("required")::add);
                    return schema;
                }),
                Arbitraries.strings().withChars('a', 'b').ofMaxLength(2).list().uniqueElements().ofMinSize(1).ofMaxSize(3).map(values -> {
                    ObjectNode schema = NODES.objectNode();
                    values.forEach(schema.putArray("enum")::add);
                    return schema;
                }));
        Arbitrary<JsonNode> flat = keyword.list().ofMaxSize(3).map(parts -> {
            ObjectNode schema = NODES.objectNode();
            parts.forEach(part -> schema.setAll((ObjectNode) part));
            return schema;
        });
        if (depth == 0) {
            return flat;
        }
        Arbitrary<JsonNode> inner = schemas(depth - 1);
        return Combinators.combine(flat, keys(), inner, inner, Arbitraries.integers().between(0, 7)).as((base, names, one, other, shape) -> {
            ObjectNode schema = ((ObjectNode) base).deepCopy();
            if ((shape & 1) != 0) {
                ObjectNode properties = schema.putObject("properties");
                names.forEach(name -> properties.set(name, one));
            }
            if ((shape & 2) != 0) {
                schema.set("items", other);
            }
            if ((shape & 4) != 0) {
                schema.set("additionalProperties", names.isEmpty() ? other : NODES.booleanNode(false));
            }
            return schema;
        });
    }

    private static Arbitrary<List<String>> keys() {
        return Arbitraries.of("a", "b", "c/d", "").list().uniqueElements().ofMaxSize(3);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return values(3);
    }

    private Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> flat = Arbitraries.oneOf(
                Arbitraries.of("", "a", "b", "ab", "1", "\ud83d\ude00", "2026-01-02", "PT1.5S", "2026-01-02T03:04:05Z", "00000000-0000-0001-0000-000000000002", "10:00:00Z").map(NODES::textNode),
                Arbitraries.of("0", "1", "-1", "1.0", "1.5", "2e0", "-0", "1e30", "123456789012345678901").map(InputSchemaTest::number),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        if (depth == 0) {
            return flat;
        }
        Arbitrary<JsonNode> inner = values(depth - 1);
        return Arbitraries.oneOf(flat, inner.list().ofMaxSize(3).map(items -> NODES.arrayNode().addAll(items)), Combinators.combine(keys(), inner, inner).as((names, one, other) -> {
            ObjectNode object = NODES.objectNode();
            names.forEach(name -> object.set(name, object.isEmpty() ? one : other));
            return object;
        }));
    }

    private static JsonNode number(String text) {
        try {
            return ExactJson.read(text);
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }
}
