package io.offload.api.ui.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.json.ExactJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldTest {
    private static final String ADDRESS = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"floor\":{\"type\":\"integer\"},\"kind\":{\"enum\":[\"HOME\",\"WORK\"]}},"
            + "\"required\":[\"city\",\"kind\"]}";

    @Test
    void referenceAndPossibleNullAreSeenThrough() throws Exception {
        Field kind = only("{\"properties\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/k\"},{\"type\":\"null\"}],\"description\":\"Which\"}},\"$defs\":{\"k\":{\"enum\":[\"X\",\"Y\"]}}}");
        assertThat(kind.is("choice")).isTrue();
        assertThat(kind.choices()).containsExactly("X", "Y");
        assertThat(kind.hint()).isEqualTo("Which");
        assertThat(only("{\"properties\":{\"a\":{\"type\":[\"integer\",\"null\"],\"minimum\":3}}}").words()).isEqualTo("at least 3");
    }

    @Test
    void requiredObjectBeginsWithWhatIsRequiredOfIt() throws Exception {
        Field address = only("{\"properties\":{\"a\":" + ADDRESS + "},\"required\":[\"a\"]}");
        assertThat(ExactJson.read(address.value())).isEqualTo(ExactJson.read("{\"city\":\"\",\"kind\":\"HOME\"}"));
        assertThat(address.words()).isEqualTo("JSON: object of city (text), floor (whole number, optional), kind (one of HOME, WORK)");
        assertThat(address.rows()).isEqualTo(4);
    }

    @Test
    void optionalListIsEmptyAndShowsAnExample() throws Exception {
        Field list = only("{\"properties\":{\"a\":{\"type\":\"array\",\"items\":" + ADDRESS + "}}}");
        assertThat(list.value()).isEmpty();
        assertThat(list.json()).isNull();
        assertThat(ExactJson.read(list.example())).isEqualTo(ExactJson.read("[{\"city\":\"\",\"kind\":\"HOME\"}]"));
        assertThat(list.holding("[").words()).startsWith("JSON: list of object of city");
        assertThatThrownBy(() -> list.holding("[{").json()).hasMessageContaining("is not JSON");
    }

    @Test
    void typeThatContainsItselfEnds() throws Exception {
        Field tree = only("{\"properties\":{\"a\":{\"$ref\":\"#/$defs/t\"}},\"required\":[\"a\"],"
                + "\"$defs\":{\"t\":{\"type\":\"object\",\"properties\":{\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/t\"}}},\"required\":[\"children\"]}}}");
        assertThat(tree.value()).contains("children");
        assertThat(tree.words()).contains("children (list");
    }

    @Test
    void defaultIsWhatTheFieldHolds() throws Exception {
        assertThat(only("{\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"default\":[\"x\"]}}}").json().toString()).isEqualTo("[\"x\"]");
        assertThat(only("{\"properties\":{\"a\":{\"type\":\"boolean\",\"default\":false}}}").value()).isEqualTo("false");
    }

    @Test
    void requiredTextThatIsEmptyIsMissing() throws Exception {
        assertThat(only("{\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}").json()).isNull();
        assertThat(only("{\"properties\":{\"csv\":{\"type\":\"string\"}},\"required\":[\"csv\"]}").json()).isNull();
    }

    private static Field only(String schema) throws Exception {
        JsonNode read = ExactJson.read(schema);
        List<Field> fields = Field.of(read);
        assertThat(fields).hasSize(1);
        return fields.get(0);
    }
}
