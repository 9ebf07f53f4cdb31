package io.offload.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offload.json.ExactJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunNameTemplateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "plain|{}|plain", "cast to {target}|{\"target\":\"date\"}|cast to date", "{a}{b}|{\"a\":1.50,\"b\":true}|1.50true", "<{a}>|{}|<>",
        "{a}|{\"a\":{\"x\":[1]}}|{\"x\":[1]}", "{a}|{\"a\":\"x\\ny\\u0000z\"}|x y z", "{a}|{\"a\":null}|null"
    })
    void propertiesAreFilledIn(String template, String input, String name) throws Exception {
        assertThat(RunNameTemplate.parse(template).render(ExactJson.read(input))).isEqualTo(name);
    }

    @Test
    void nameIsCutWithoutSplittingAPair() throws Exception {
        RunNameTemplate template = RunNameTemplate.parse("{a}");
        assertThat(template.render(ExactJson.read("{\"a\":\"" + "x".repeat(300) + "\"}"))).hasSize(200);
        assertThat(template.render(ExactJson.read("{\"a\":\"" + "x".repeat(199) + "\ud83d\ude00\"}"))).isEqualTo("x".repeat(199));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "{A}", "{}", "{a b}"})
    void braceThatIsNoPropertyIsRefused(String template) {
        assertThatThrownBy(() -> RunNameTemplate.parse(template)).hasMessageContaining("brace");
    }
}
