package io.offload.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "NaN", "01", "+1", ".5", "1 2", "{\"a\":1,\"a\":2}", "[{\"x\":{\"b\":1,\"b\":1}}]", "\"\u0001\"", "1e100000", "1e-100000", "1e99999999999"})
    void whatIsNotAcceptableIsRefused(String json) {
        assertThatThrownBy(() -> ExactJson.read(json)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void nestingIsLimited() throws Exception {
        assertThat(ExactJson.read("[".repeat(200) + "]".repeat(200))).isNotNull();
        assertThatThrownBy(() -> ExactJson.read("[".repeat(201) + "]".repeat(201))).isInstanceOf(JsonProcessingException.class).hasMessageContaining("200");
    }

    @Test
    void longNumberIsRefused() throws Exception {
        assertThat(ExactJson.read("1".repeat(1000)).isBigInteger()).isTrue();
        assertThatThrownBy(() -> ExactJson.read("1".repeat(1001))).isInstanceOf(JsonProcessingException.class);
    }

    @Property
    void decimalsKeepValueAndSpelling(@ForAll BigDecimal number) throws Exception {
        JsonNode node = ExactJson.read(number.toString());
        assertThat(node.decimalValue()).isEqualByComparingTo(number);
        assertThat(new ObjectMapper().writeValueAsString(node)).isEqualTo(number.toString());
        assertThat(node.canConvertToInt()).isEqualTo(number.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) >= 0 && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0);
    }

    @Property
    void textWrittenByJacksonIsReadAsItWas(@ForAll String text) throws Exception {
        String json = ExactJson.escapeLoneSurrogates(new ObjectMapper().writeValueAsString(text));
        assertThat(ExactJson.read(json).textValue()).isEqualTo(text);
        assertThat(new String(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(json);
    }
}
