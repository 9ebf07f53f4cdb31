package io.offload.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.ExactJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Scale;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "0|0", "-0|0", "0.0e7|0", "1|1", "1.0|1", "10e-1|1", "0.1|0.1", "1e21|1e+21", "1e20|100000000000000000000", "123456789012345680000|123456789012345680000",
        "0.000001|0.000001", "1e-7|1e-7", "0.00000123|0.00000123", "1.5e300|1.5e+300", "-1.25E-9|-1.25e-9", "4.50|4.5", "333333333.33333329|333333333.33333329",
        "9007199254740993|9007199254740993", "1e400|1e+400", "12.30e400|1.23e+401", "1152921504606846976|1152921504606846976",
        "[ 1 , 2 ]|[1,2]", "{\"b\":1,\"a\":{\"d\":null,\"c\":true}}|{\"a\":{\"c\":true,\"d\":null},\"b\":1}", "\"\\u0041\\/\\u000f\\n\"|\"A/\\u000f\\n\"",
        "\"\\ud800\"|\"\\ud800\"", "\"\\u20ac\"|\"€\""
    })
    void spellingIsThatOfTheRfc(String json, String canonical) throws IOException {
        assertThat(new String(CanonicalJson.bytes(json), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(canonical);
    }

    /** RFC 8785 §3.2.3: order of UTF-16 code units. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}")
    void keysAreInUtf16Order(String json) throws IOException {
        assertThat(CanonicalJson.text(ExactJson.read(json))).isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @Property
    void agreesWithTheReferenceImplementationOnDoubles(@ForAll double number) throws IOException {
        assertThat(CanonicalJson.text(ExactJson.read("[" + number + "]"))).isEqualTo(new JsonCanonicalizer("[" + number + "]").getEncodedString());
    }

    @Property
    void agreesWithTheReferenceImplementationOnStrings(@ForAll String text) throws IOException {
        ObjectNode value = JsonNodeFactory.instance.objectNode().put(text.replaceAll("\\p{Cs}", ""), text.replaceAll("\\p{Cs}", ""));
        assertThat(CanonicalJson.text(value)).isEqualTo(new JsonCanonicalizer(value.toString()).getEncodedString());
    }

    @Property
    void spellingOfANumberDoesNotMatter(@ForAll @Scale(20) BigDecimal number, @ForAll("shifts") int zeros) throws IOException {
        String plain = number.toPlainString();
        String padded = number.setScale(number.scale() + zeros).toPlainString();
        String scientific = number.unscaledValue() + "E" + -number.scale();
        assertThat(List.of(canonical(padded), canonical(scientific))).containsOnly(canonical(plain));
    }

    @Property
    void differentNumbersDiffer(@ForAll @Scale(20) BigDecimal one, @ForAll @Scale(20) BigDecimal other) throws IOException {
        assertThat(canonical(one.toString()).equals(canonical(other.toString()))).isEqualTo(one.compareTo(other) == 0);
    }

    @Property
    void neighboursOfADoubleDiffer(@ForAll long number) throws IOException {
        if (number < Long.MAX_VALUE) {
            assertThat(canonical(Long.toString(number))).isNotEqualTo(canonical(Long.toString(number + 1)));
        }
    }

    @Property
    void orderOfKeysDoesNotMatter(@ForAll("values") JsonNode value, @ForAll long seed) {
        assertThat(CanonicalJson.text(shuffled(value, new Random(seed)))).isEqualTo(CanonicalJson.text(value));
    }

    @Property
    void canonicalTextHasTheSameValueAndIsItsOwnCanonicalText(@ForAll("values") JsonNode value) throws IOException {
        String text = CanonicalJson.text(value);
        assertThat(CanonicalJson.text(ExactJson.read(text))).isEqualTo(text);
    }

    @Property
    void differentValuesDiffer(@ForAll("values") JsonNode one, @ForAll("values") JsonNode other) {
        assertThat(CanonicalJson.text(one).equals(CanonicalJson.text(other))).isEqualTo(one.equals(other));
    }

    private static String canonical(String number) throws IOException {
        return CanonicalJson.text(ExactJson.read(number));
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(shuffled(item, random)));
            return copy;
        }
        if (value instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            Collections.shuffle(keys, random);
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            keys.forEach(key -> copy.set(key, shuffled(object.get(key), random)));
            return copy;
        }
        return value;
    }

    @Provide
    Arbitrary<Integer> shifts() {
        return Arbitraries.integers().between(0, 5);
    }

    @Provide
    Arbitrary<JsonNode> values() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(3).map(nodes::textNode),
                Arbitraries.integers().map(nodes::numberNode),
                Arbitraries.of(true, false).map(nodes::booleanNode),
                Arbitraries.just(nodes.nullNode()));
        return Arbitraries.lazyOf(
                () -> scalars,
                () -> values().list().ofMaxSize(3).map(items -> nodes.arrayNode().addAll(items)),
                () -> Combinators.combine(Arbitraries.strings().ofMaxLength(2).list().ofMaxSize(3), values()).as((keys, value) -> {
                    ObjectNode object = nodes.objectNode();
                    keys.forEach(key -> object.set(key, value));
                    return object;
                }));
    }
}
