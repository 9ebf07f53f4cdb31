package io.offload.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.json.ExactJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignSchemaTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{\"a\":{\"type\":\"integer\"}}}",
        "{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#\"}}}", "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}]}",
        "{\"properties\":{\"$id\":{\"type\":\"string\"},\"pattern\":{\"type\":\"string\"}}}", "{\"default\":{\"$ref\":\"elsewhere\"}}"
    })
    void soundSchemaIsCompiled(String schema) throws Exception {
        assertThat(ForeignSchema.compile(ExactJson.read(schema))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "true|object", "[]|object", "{\"type\":5}|type", "{\"minLength\":-1}|minLength", "{\"properties\":[]}|properties", "{\"required\":\"a\"}|required",
        "{\"$ref\":\"https://example.org/x\"}|into the schema itself", "{\"$ref\":\"#/$defs/none\"}|points at nothing", "{\"$id\":\"urn:x\"}|$id",
        "{\"$dynamicRef\":\"#x\"}|$dynamicRef", "{\"$ref\":\"#\"}|refers to itself", "{\"allOf\":[{\"$ref\":\"#\"}]}|refers to itself",
        "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"}]},\"b\":{\"$ref\":\"#/$defs/a\"}}}|refers to itself",
        "{\"properties\":{\"default\":{\"$ref\":\"https://example.org/x\"}}}|into the schema itself", "{\"$ref\":\"#/default\",\"default\":{\"$ref\":\"other\"}}|into the schema itself",
        "{\"pattern\":\"(\"}|regular expression", "{\"patternProperties\":{\"(\":{}}}|regular expression"
    })
    void unsoundSchemaIsRefusedSayingWhy(String schema, String why) throws Exception {
        var node = ExactJson.read(schema);
        assertThatThrownBy(() -> ForeignSchema.compile(node)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    @Test
    void schemaThatMultipliesIsRefused() throws Exception {
        StringBuilder definitions = new StringBuilder("\"d0\":{}");
        for (int i = 1; i < 20; i++) {
            definitions.append(",\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%2$d\"}]}".formatted(i, i - 1));
        }
        var node = ExactJson.read("{\"$ref\":\"#/$defs/d19\",\"$defs\":{" + definitions + "}}");
        assertThatThrownBy(() -> ForeignSchema.compile(node)).hasMessageContaining("apply to one place");
    }

    @Test
    void deepAndLongSchemasAreRefused() throws Exception {
        var deep = ExactJson.read("{\"not\":".repeat(40) + "{}" + "}".repeat(40));
        assertThatThrownBy(() -> ForeignSchema.compile(deep)).hasMessageContaining("deeper");
        var big = ExactJson.read("{\"title\":\"" + "x".repeat(70_000) + "\"}");
        assertThatThrownBy(() -> ForeignSchema.compile(big)).hasMessageContaining("longer");
    }
}
