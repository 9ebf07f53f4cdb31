package io.offload.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The path of a run from POST to result. */
class SpineIT {
    private final OffloadSystem system = OffloadSystem.shared();

    @Test
    void submittedRunIsExecutedAndItsResultIsRead() {
        String id = system.api().run("echo", "{\"value\":{\"a\":[1,2.50,\"x\"]}}");
        JsonNode view = system.api().awaitEnd(id);
        assertThat(view.at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(view.get("result").toString()).isEqualTo("{\"a\":[1,2.50,\"x\"]}");
        assertThat(view.get("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void runOfAnApplicationThatIsNotOursIsExecutedAndWritesItsJournal() {
        String id = system.api().run("trial-noop", "{\"value\":7}");
        assertThat(system.api().awaitEnd(id).get("result").asInt()).isEqualTo(7);
        assertThat(system.journal().starts(id)).hasSize(1);
    }
}
