package io.offload.worker.complete;

import io.offload.run.StateType;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many attempts have led to each state since the start; SCHEDULED are retries, PENDING hand-backs. */
public final class OutcomeCounts {
    private final Map<StateType, LongAdder> byState = new EnumMap<>(StateType.class);

    OutcomeCounts() {
        for (StateType state : StateType.values()) {
            byState.put(state, new LongAdder());
        }
    }

    void count(String state) {
        byState.get(StateType.valueOf(state)).increment();
    }

    public long of(StateType state) {
        return byState.get(state).sum();
    }
}
