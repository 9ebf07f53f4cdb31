package io.offload.examples;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Starts an {@link OpenAiServer} and points the application at it. */
public class RunningOpenAiServer implements QuarkusTestResourceLifecycleManager {
    private OpenAiServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = new OpenAiServer(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("offload.openai.base-url", server.baseUrl(), "offload.openai.api-key", "sk-test", "offload.openai.model", "a-model", "offload.openai.timeout", "2s");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(OpenAiServer.class));
    }

    @Override
    public void stop() {
        server.close();
    }
}
