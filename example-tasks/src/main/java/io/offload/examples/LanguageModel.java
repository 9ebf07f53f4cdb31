package io.offload.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.offload.task.NonRetryableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the configured model for answers of a given JSON Schema. Nothing is set up before the first question. */
@ApplicationScoped
public class LanguageModel {
    /** Small, cheap, and knows structured output. */
    static final String DEFAULT_MODEL = "gpt-4o-mini";

    private static final String OPENAI = "https://api.openai.com/v1/";

    private final ModelServerConfig config;
    private final List<ChatModelListener> listeners;
    private final Map<Boolean, ChatModel> models = new ConcurrentHashMap<>();

    /**
     * @param listeners count and trace questions, when the application does so
     */
    public LanguageModel(ModelServerConfig config, Instance<ChatModelListener> listeners) {
        this.config = config;
        this.listeners = listeners.stream().toList();
    }

    /**
     * The model's answer as text, which should be JSON of the schema.
     *
     * @param schema of an object: the protocol wants one at the root
     * @param strict whether the server is to guarantee the schema; it refuses schemas with keywords beyond its subset then
     * @throws NonRetryableException when nothing is configured, or the server refuses the question for good
     * @throws ModelUnavailableException when asking again later may help: HTTP 429 and 5xx, no connection, no answer in time
     */
    String answer(List<ChatMessage> conversation, ObjectNode schema, boolean strict) throws InterruptedException {
        ChatModel model = models.computeIfAbsent(strict, this::connect);
        ChatRequest request = ChatRequest.builder()
                .messages(conversation)
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder().name("answer").rootElement(JsonRawSchema.from(schema.toString())).build())
                        .build())
                .build();
        try {
            String answer = model.chat(request).aiMessage().text();
            return answer == null ? "" : answer;
        } catch (RuntimeException e) {
            throw ModelFailure.of(e, server()).toException();
        }
    }

    /** What must be configured before any question can be answered; empty when it is. */
    Optional<String> missing() {
        if (config.apiKey().isPresent() || config.baseUrl().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(("no language model is configured: set OPENAI_API_KEY to use OpenAI, or OPENAI_BASE_URL to use another server "
                + "that speaks its protocol (with OPENAI_API_KEY if it asks for one); OPENAI_MODEL chooses the model (now '%s'). Set them where the worker is started.")
                        .formatted(modelName()));
    }

    private String modelName() {
        return config.model().orElse(DEFAULT_MODEL);
    }

    private String server() {
        return config.baseUrl().orElse(OPENAI);
    }

    private ChatModel connect(boolean strict) {
        missing().ifPresent(words -> {
            throw new NonRetryableException(words);
        });
        return OpenAiChatModel.builder()
                .apiKey(config.apiKey().orElse("none"))
                .baseUrl(server())
                .modelName(modelName())
                .timeout(config.timeout())
                .strictJsonSchema(strict)
                // The run's own retries wait longer, survive a worker, and can be seen.
                .maxRetries(0)
                .listeners(listeners)
                .build();
    }
}
