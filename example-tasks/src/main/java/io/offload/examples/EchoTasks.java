package io.offload.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.task.Task;
import jakarta.enterprise.context.ApplicationScoped;

/** The smallest task: to see a run go all the way, and to measure what Offload itself costs. */
@ApplicationScoped
public class EchoTasks {

    @Task(description = "Returns the value as it came.")
    public JsonNode echo(JsonNode value) {
        return value;
    }
}
