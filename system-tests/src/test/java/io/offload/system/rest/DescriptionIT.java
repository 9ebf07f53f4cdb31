package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The OpenAPI document: complete, true of what is really answered, and its examples are true of it. */
class DescriptionIT {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());
    private final Api api = OffloadSystem.shared().api();
    private final JsonNode document = api.get("/openapi?format=json").expect(200).json();

    @Test
    void everythingThatGoesInAndOutHasASchemaAndAnExampleThatFitsIt() {
        List<String> missing = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            String operation = method.getKey() + " " + path.getKey();
            JsonNode described = method.getValue();
            described.path("parameters").forEach(parameter -> look(operation + " parameter " + parameter.get("name").asText(), parameter, missing));
            described.at("/requestBody/content").properties().forEach(body -> look(operation + " body " + body.getKey(), body.getValue(), missing));
            assertThat(described.path("responses")).as(operation).isNotEmpty();
            described.get("responses").properties().forEach(response -> {
                if (response.getValue().path("content").isEmpty()) {
                    missing.add(operation + " " + response.getKey() + ": content");
                }
                response.getValue().path("content").properties().forEach(content -> {
                    if (!content.getKey().equals("text/html")) {
                        look(operation + " " + response.getKey() + " " + content.getKey(), content.getValue(), missing);
                    }
                });
            });
        }));
        assertThat(missing).isEmpty();
    }

    @Test
    void whatIsAnsweredIsWhatIsDescribed() {
        String run = api.run("echo", "{\"value\":[1,null]}");
        api.awaitEnd(run);
        String failed = api.run("flaky", "{\"fail_times\":1000}");
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("/api/v1/tasks", "/api/v1/tasks");
        answers.put("/api/v1/tasks/{task}", "/api/v1/tasks/flaky");
        answers.put("/api/v1/runs", "/api/v1/runs?limit=200");
        answers.put("/api/v1/runs/{id}", "/api/v1/runs/" + run);
        answers.put("/api/v1/runs/{id}/history", "/api/v1/runs/" + failed + "/history");
        answers.put("/api/v1/runs/{id}/logs", "/api/v1/runs/" + failed + "/logs");
        answers.put("/api/v1/workers", "/api/v1/workers");
        answers.put("/api/v1/queues", "/api/v1/queues");
        answers.put("/api/v1/queues/{queue}", "/api/v1/queues/default");
        answers.put("/tasks/{task_run_id}/status", "/tasks/" + run + "/status");
        answers.put("/problems", "/problems");
        api.awaitEnd(failed);
        answers.forEach((path, address) -> {
            JsonNode schema = document.get("paths").get(path).at("/get/responses/200/content/application~1json/schema");
            assertThat(faults(schema, api.get(address, "Accept", "application/json").expect(200).json())).as(address).isEmpty();
        });
        Reply problem = api.submit("echo", "{\"input\":{},\"tags\":7}");
        assertThat(faults(document.at("/components/schemas/Problem"), problem.expect(422).json())).isEmpty();
    }

    private void look(String where, JsonNode described, List<String> missing) {
        JsonNode schema = described.path("schema");
        JsonNode example = described.has("example") ? described.get("example") : resolved(schema).path("examples").path(0);
        if (schema.isMissingNode()) {
            missing.add(where + ": schema");
        }
        if (example.isMissingNode() && resolved(schema).path("properties").isEmpty()) {
            missing.add(where + ": example");
        } else if (!example.isMissingNode()) {
            faults(schema, example).forEach(fault -> missing.add(where + ": its example does not fit: " + fault));
        }
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private List<Error> faults(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        return SCHEMAS.getSchema(whole).validate(value);
    }
}
