package io.offload.api.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Gives what annotations do not: an example of each parameter and answer, from {@code openapi-examples.json}, and that answers have all of their
 * fields.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CompleteDescription implements OASFilter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode examples = load();

    @Override
    public Parameter filterParameter(Parameter parameter) {
        JsonNode example = examples.at("/parameters").get(parameter.getName());
        if (parameter.getExample() == null && example != null) {
            parameter.setExample(JSON.convertValue(example, Object.class));
        }
        return parameter;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        examples.get("schemas").properties().forEach(entry -> {
            Schema schema = api.getComponents().getSchemas().get(entry.getKey());
            schema.setExamples(List.of(JSON.convertValue(entry.getValue(), Object.class)));
        });
        api.getComponents().getSchemas().values().stream().filter(schema -> schema.getProperties() != null).forEach(schema -> {
            schema.getProperties().values().forEach(CompleteDescription::allowNull);
            if (schema.getRequired() == null) {
                schema.setRequired(new ArrayList<>(schema.getProperties().keySet()));
            }
        });
    }

    /** A reference that may be null is written as a choice of both, beside a type that excludes null. */
    private static void allowNull(Schema property) {
        if (property.getAnyOf() != null) {
            property.setType(null);
        }
    }

    private static JsonNode load() {
        try (InputStream in = CompleteDescription.class.getResourceAsStream("openapi-examples.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
