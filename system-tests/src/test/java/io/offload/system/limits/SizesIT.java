package io.offload.system.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizesIT {
    private static final int MIB = 1024 * 1024;
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void unstorableResultAmongAThousandFailsAlone() {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("task", "trial-unstorable");
            item.put("input", Map.of("bad", i == 500));
            items.add(item);
        }
        JsonNode ids = api.post("/api/v1/runs/batch", Reply.jsonOf(items)).expect(202).json().get("ids");
        assertThat(ids).hasSize(1000);
        JsonNode bad = api.awaitEnd(ids.get(500).asText(), Duration.ofSeconds(60));
        assertThat(bad.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(bad.at("/error/type").asText()).isEqualTo("ResultNotStorable");
        for (int i = 0; i < 1000; i++) {
            if (i != 500) {
                JsonNode good = api.awaitEnd(ids.get(i).asText());
                assertThat(good.at("/state/type").asText()).isEqualTo("COMPLETED");
                assertThat(good.at("/result/text").asText()).isEqualTo("good");
            }
        }
    }

    @Test
    void inputOfOneMebibyteSurvivesAndOneByteMoreIsRefused() {
        String largest = "{\"value\":\"" + "x".repeat(MIB - "{\"value\":\"\"}".length()) + "\"}";
        assertThat(largest).hasSize(MIB);
        JsonNode view = api.awaitEnd(api.run("trial-noop", largest));
        assertThat(view.get("result").asText()).hasSize(MIB - "{\"value\":\"\"}".length());
        assertThat(api.submit("trial-noop", "{\"input\":" + largest.replace("x\"}", "xx\"}") + "}").status()).isEqualTo(413);
    }

    @Test
    void resultOfOneMebibyteSurvivesAndOneByteMoreFailsWithoutRetry() {
        JsonNode largest = api.awaitEnd(api.run("trial-large", "{\"bytes\":" + MIB + "}"));
        assertThat(largest.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(largest.get("result").asText()).hasSize(MIB - 2);
        JsonNode tooLarge = api.awaitEnd(api.run("trial-large", "{\"bytes\":" + (MIB + 1) + "}"));
        assertThat(tooLarge.at("/state/type").asText()).isEqualTo("FAILED");
        assertThat(tooLarge.at("/error/type").asText()).isEqualTo("ResultTooLarge");
        assertThat(tooLarge.get("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void inputBeyondWhatACommandCarriesReachesTheTask() {
        String value = "y".repeat(100_000);
        assertThat(api.awaitEnd(api.run("trial-noop", "{\"value\":\"" + value + "\"}")).get("result").asText()).isEqualTo(value);
    }

    @Test
    void runSubmittedBySqlStartsWithinASecondAndItsInputIsValidatedByTheWorker() {
        String id = system.database().rows("SELECT offload.submit('trial-noop', '{\"value\":1}') AS id").getFirst().get("id").toString();
        JsonNode view = api.awaitEnd(id);
        assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
        String invalid = system.database().rows("SELECT offload.submit('trial-sleep', '{\"duration\":[]}') AS id").getFirst().get("id").toString();
        JsonNode failed = api.awaitEnd(invalid);
        assertThat(failed.at("/error/type").asText()).isEqualTo("InvalidInput");
        assertThat(failed.get("attempt").asInt()).isEqualTo(1);
    }
}
