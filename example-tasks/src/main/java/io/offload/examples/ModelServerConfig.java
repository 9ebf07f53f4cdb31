package io.offload.examples;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The server of the language model that {@code create-structured-output} asks: OpenAI, or any that speaks its protocol. */
@ConfigMapping(prefix = "offload.openai")
public interface ModelServerConfig {
    /** From {@code OPENAI_API_KEY}. Not needed when a base URL is set and its server asks for none. */
    Optional<String> apiKey();

    /** From {@code OPENAI_BASE_URL}, for example {@code http://localhost:11434/v1}. Default: OpenAI's own, which needs a key. */
    Optional<String> baseUrl();

    /** From {@code OPENAI_MODEL}; {@value LanguageModel#DEFAULT_MODEL} when empty. */
    Optional<String> model();

    /** Limit of one answer. A minute is twice what slow models need for the small answers this task asks for. */
    @WithDefault("60s")
    Duration timeout();
}
