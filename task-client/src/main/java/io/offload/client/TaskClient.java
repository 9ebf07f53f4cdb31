package io.offload.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Submits runs to an Offload API and follows them. One instance serves a whole program and any number of threads.
 *
 * <p>Every submission carries an idempotency key, so that one whose answer was lost is sent again without making a second run. What the API
 * cannot take now (503, 429, no connection) is tried again, with growing waits, for {@link Builder#patience(Duration)}.
 */
public final class TaskClient {
    /** As workers read inputs and write results: snake_case, ISO-8601 times, {@code Optional} as the value or null. */
    private static final ObjectMapper AS_TASKS_DO = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();

    private final Exchange exchange;
    private final ObjectMapper mapper;

    private TaskClient(Builder builder) {
        this.exchange = new Exchange(builder.url, builder.token, builder.patience);
        this.mapper = builder.mapper;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Submits a run.
     *
     * @param task its name, for example {@code create-structured-output}
     * @param input anything Jackson writes as a JSON object: a map, a record, a tree
     * @return when the run is durable
     * @throws InvalidInputException the input does not fit the task's schema
     * @throws UnknownTaskException no worker has ever published the task
     * @throws TaskApiException the API refuses it for another reason
     * @throws ApiUnavailableException the API could not be reached, or could not take it, for as long as the client's patience
     */
    public TaskRun delay(String task, Object input) {
        return delay(task, input, RunOptions.none());
    }

    /** As {@link #delay(String, Object)}, with a delay, tags, a name or an idempotency key of one's own. */
    public TaskRun delay(String task, Object input, RunOptions options) {
        ObjectNode body = AS_TASKS_DO.createObjectNode();
        body.set("input", mapper.valueToTree(Objects.requireNonNull(input, "input")));
        options.writeTo(body);
        String key = options.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
        JsonNode view = exchange.post("/api/v1/tasks/" + Exchange.encode(task) + "/runs", body.toString(), key, Exchange.ANSWER);
        return new TaskRun(this, UUID.fromString(view.get("id").asText()));
    }

    /**
     * Submits a run of the task for each input in one request, all of them or none.
     *
     * @param inputs at most 10,000, together at most 32 MiB of JSON; each as in {@link #delay(String, Object)}. None: nothing is asked of the API
     * @return the runs in the order of their inputs, when all of them are durable
     * @throws InvalidInputException some inputs do not fit the task's schema ({@link InvalidInputException.Fault#index()} tells which), or no worker
     *     has ever published the task
     * @throws TaskApiException the API refuses them for another reason, for example 413: they are too many
     * @throws ApiUnavailableException as with {@link #delay(String, Object)}
     */
    public List<TaskRun> delayAll(String task, Collection<?> inputs) {
        return delayAll(task, inputs, RunOptions.none());
    }

    /**
     * As {@link #delayAll(String, Collection)}, with the same options for each run. An idempotency key of one's own is followed by {@code :0},
     * {@code :1} and so on: the same inputs in the same order give the same runs.
     */
    public List<TaskRun> delayAll(String task, Collection<?> inputs, RunOptions options) {
        Objects.requireNonNull(task, "task");
        if (inputs.isEmpty()) {
            return List.of();
        }
        String key = options.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
        ArrayNode body = AS_TASKS_DO.createArrayNode();
        for (Object input : inputs) {
            String own = key + ":" + body.size();
            ObjectNode item = body.addObject().put("task", task).put("idempotency_key", own);
            item.set("input", mapper.valueToTree(Objects.requireNonNull(input, "input")));
            options.writeTo(item);
        }
        List<TaskRun> runs = new ArrayList<>(body.size());
        exchange.post("/api/v1/runs/batch", body.toString(), null, Exchange.BATCH_ANSWER).get("ids")
                .forEach(id -> runs.add(new TaskRun(this, UUID.fromString(id.asText()))));
        return runs;
    }

    /** The handle of a run that was submitted before; nothing is asked of the API yet. */
    public TaskRun run(UUID id) {
        return new TaskRun(this, id);
    }

    JsonNode view(UUID id, Duration wait) {
        return exchange.get("/api/v1/runs/" + id + (wait.isZero() ? "" : "?wait=" + wait), wait);
    }

    JsonNode cancel(UUID id) {
        return exchange.post("/api/v1/runs/" + id + "/cancel", "", null, Exchange.ANSWER);
    }

    <T> T read(JsonNode value, Class<T> type) {
        try {
            return mapper.treeToValue(value, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the result is no " + type.getName() + ": " + e.getOriginalMessage(), e);
        }
    }

    <T> T read(JsonNode value, TypeReference<T> type) {
        try {
            return mapper.treeToValue(value, mapper.constructType(type));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the result is no " + type.getType().getTypeName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Where the API is and how to speak to it. */
    public static final class Builder {
        private URI url = URI.create("http://127.0.0.1:8000");
        private String token;
        private Duration patience = Duration.ofSeconds(30);
        private ObjectMapper mapper = AS_TASKS_DO;

        private Builder() {}

        /** The API's root; {@code http://127.0.0.1:8000} unless told otherwise. */
        public Builder url(String root) {
            this.url = URI.create(root.endsWith("/") ? root.substring(0, root.length() - 1) : root);
            return this;
        }

        /** What {@code OFFLOAD_API_TOKEN} is set to at the API; null or blank when it asks for none. */
        public Builder token(String bearer) {
            this.token = bearer == null || bearer.isBlank() ? null : bearer;
            return this;
        }

        /** How long a request that the API cannot take is repeated; 30 s unless told otherwise, zero: never. */
        public Builder patience(Duration limit) {
            this.patience = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /** Writes inputs and reads results; unless told otherwise as workers do: snake_case, times in ISO-8601. */
        public Builder mapper(ObjectMapper json) {
            this.mapper = Objects.requireNonNull(json, "json");
            return this;
        }

        public TaskClient build() {
            return new TaskClient(this);
        }
    }
}
