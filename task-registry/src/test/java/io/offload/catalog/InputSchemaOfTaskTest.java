package io.offload.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.json.ExactJson;
import io.offload.schema.InputSchema;
import io.offload.schema.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputSchemaOfTaskTest {
    private static BuiltApplication application;

    @BeforeAll
    static void build(@TempDir Path folder) throws Exception {
        application = BuiltApplication.of(folder, """
                @ApplicationScoped
                public class Tasks {
                    enum Color { RED, GREEN }
                    record Node(@NotBlank String label, @Size(max = 2) List<Node> children) {}
                    record Limits(@DecimalMin(value = "0.5", inclusive = false) BigDecimal ratio, @Pattern(regexp = "[a-z]+") String code, Optional<@Size(max = 3) String> hint,
                                  @Email String mail, List<@NotBlank String> words) {}

                    @Task void constrained(@Size(min = 2, max = 3) String size, @NotBlank String blank, @Min(-1) @Max(5) int range, @Positive long positive,
                                           @Pattern(regexp = "a|b", flags = Pattern.Flag.CASE_INSENSITIVE) String pattern, @NotEmpty List<@Size(min = 1) String> items,
                                           @Size(max = 1) Map<String, Integer> map, Optional<@Max(9) Integer> maybe,
                                           @JsonPropertyDescription("says what") Color color) {}
                    @Task void nested(Limits limits) {}
                    @Task Node tree(Node root) { return root; }
                    @Task void none(TaskContext run) {}
                    @Task Uni<List<Color>> output() { return null; }
                }""");
    }

    @AfterAll
    static void close() throws IOException {
        application.close();
    }

    @Test
    void schemaSaysWhatTypesAndConstraintsSay() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(application.task("constrained").inputSchema())).isEqualTo(mapper.readTree("""
                {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{
                 "size":{"type":"string","minLength":2,"maxLength":3},
                 "blank":{"type":"string","minLength":1,"pattern":"\\\\S"},
                 "range":{"type":"integer","format":"int32","minimum":-1,"maximum":5},
                 "positive":{"type":"integer","format":"int64","exclusiveMinimum":0,"maximum":9223372036854775807},
                 "pattern":{"type":"string","pattern":"^(?:(?i)a|b)$"},
                 "items":{"type":"array","items":{"type":"string","minLength":1},"minItems":1},
                 "map":{"type":"object","additionalProperties":{"type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647},"maxProperties":1},
                 "maybe":{"type":["integer","null"],"format":"int32","minimum":-2147483648,"maximum":9},
                 "color":{"type":"string","enum":["RED","GREEN"],"description":"says what"}},
                 "required":["size","blank","range","positive","pattern","items","map","color"],"additionalProperties":false}"""));
    }

    @Test
    void taskWithoutParametersTakesTheEmptyObject() throws Exception {
        InputSchema schema = InputSchema.compile(application.task("none").inputSchema());
        assertThat(schema.validate(ExactJson.read("{}"))).isEmpty();
        assertThat(schema.validate(ExactJson.read("{\"run\":1}"))).hasSize(1);
    }

    @Test
    void outputSchemaIsOfTheValueInside() throws Exception {
        assertThat(InputSchema.compile(application.task("output").outputSchema()).validate(ExactJson.read("[\"RED\"]"))).isEmpty();
        assertThat(InputSchema.compile(application.task("output").outputSchema()).validate(ExactJson.read("[\"BLUE\"]"))).hasSize(1);
        assertThat(InputSchema.compile(application.task("none").outputSchema()).validate(ExactJson.read("1"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nested|{\"limits\":{\"ratio\":1,\"code\":\"ab\",\"hint\":null,\"mail\":\"a@b.c\",\"words\":[\"x\"]}}|",
        "nested|{\"limits\":{\"ratio\":0.5,\"code\":\"ab\",\"mail\":\"a@b.c\",\"words\":[]}}|/limits/ratio",
        "nested|{\"limits\":{\"ratio\":1,\"code\":\"A\",\"mail\":\"a@b.c\",\"words\":[]}}|/limits/code",
        "nested|{\"limits\":{\"ratio\":1,\"code\":\"a\",\"mail\":\"a@b.c\",\"words\":[\" \"]}}|/limits/words/0",
        "nested|{\"limits\":{\"ratio\":1,\"code\":\"a\",\"mail\":\"a@b.c\"}}|/limits/words",
        "nested|{\"limits\":null}|/limits",
        "tree|{\"root\":{\"label\":\"a\",\"children\":[{\"label\":\"b\",\"children\":[]}]}}|",
        "tree|{\"root\":{\"label\":\"a\",\"children\":[{\"label\":\" \",\"children\":[]}]}}|/root/children/0/label",
        "tree|{\"root\":{\"label\":\"a\",\"children\":[{\"label\":\"b\"}]}}|/root/children/0/children"
    })
    void nestedConstraintsAreCheckedWithTheirPointer(String task, String input, String pointer) throws Exception {
        assertThat(InputSchema.compile(application.task(task).inputSchema()).validate(ExactJson.read(input)))
                .extracting(Violation::pointer)
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }
}
