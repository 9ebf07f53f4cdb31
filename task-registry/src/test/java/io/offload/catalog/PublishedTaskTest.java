package io.offload.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedTaskTest {

    @Test
    void optionsArePublishedAsJson(@TempDir Path folder) throws Exception {
        try (BuiltApplication application = BuiltApplication.of(folder, """
                @ApplicationScoped
                public class Published {
                    @Task(retries = 2, retryDelay = "1s,2m", retryOn = java.io.IOException.class, cache = CacheKey.INPUTS, cacheExpiration = "1d", onFailure = "failed", retention = "2h")
                    void all(String city) {}
                    void failed() {}
                    @Task void none() {}
                }""")) {
            ObjectMapper mapper = new ObjectMapper();
            PublishedTask all = PublishedTask.of(application.task("all"));
            assertThat(all.maxAttempts()).isEqualTo(3);
            assertThat(mapper.readTree(all.optionsJson())).isEqualTo(mapper.readTree("""
                    {"retries":2,"retry_delay":["PT1S","PT2M"],"retry_jitter":0.0,"retry_on":["java.io.IOException"],"no_retry_on":[],"timeout":"PT1H",
                     "cache":{"key":["INPUTS"],"expiration":"PT24H","refresh":false,"isolation":true},"run_name":null,"capture_logs":true,
                     "capture_prints":false,"on_completion":false,"on_failure":true,"retention":"PT2H"}"""));
            assertThat(mapper.readTree(PublishedTask.of(application.task("none")).optionsJson()).get("cache").isNull()).isTrue();
        }
    }
}
