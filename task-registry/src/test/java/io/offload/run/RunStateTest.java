package io.offload.run;

import static io.offload.run.StateType.CANCELLED;
import static io.offload.run.StateType.CANCELLING;
import static io.offload.run.StateType.COMPLETED;
import static io.offload.run.StateType.CRASHED;
import static io.offload.run.StateType.FAILED;
import static io.offload.run.StateType.PENDING;
import static io.offload.run.StateType.RUNNING;
import static io.offload.run.StateType.SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStateTest {
    private static final RunError ERROR = RunError.of("E", "m");
    private static final RunState.Running.Claim CLAIM = new RunState.Running.Claim(1, 3, 0, 2);

    /** The table "States" of the design. */
    private static final Map<StateType, Set<StateType>> LEADS_TO = Map.of(
            SCHEDULED, Set.of(PENDING, CANCELLED),
            PENDING, Set.of(RUNNING, CANCELLED, SCHEDULED),
            RUNNING, Set.of(COMPLETED, FAILED, SCHEDULED, PENDING, CANCELLING, CRASHED),
            CANCELLING, Set.of(CANCELLED, COMPLETED),
            COMPLETED, Set.of(),
            FAILED, Set.of(),
            CANCELLED, Set.of(),
            CRASHED, Set.of());

    @ParameterizedTest
    @EnumSource(StateType.class)
    void stateOffersExactlyTheTransitionsOfTheDesign(StateType type) {
        Class<?> state = Arrays.stream(RunState.class.getPermittedSubclasses())
                .filter(candidate -> candidate.getSimpleName().equalsIgnoreCase(type.name())).findFirst().orElseThrow();
        Set<StateType> offered = EnumSet.noneOf(StateType.class);
        for (var method : state.getDeclaredMethods()) {
            if (method.getReturnType() == RunState.class) {
                offered.addAll(Set.of(PENDING, CRASHED)); // a lost worker leads to either
            } else if (RunState.class.isAssignableFrom(method.getReturnType())) {
                offered.add(StateType.valueOf(method.getReturnType().getSimpleName().toUpperCase(java.util.Locale.ROOT)));
            }
        }
        assertThat(offered).isEqualTo(LEADS_TO.get(type));
        assertThat(type.terminal()).isEqualTo(LEADS_TO.get(type).isEmpty());
    }

    @Test
    void everyNameBelongsToTheTypeOfItsState() {
        RunState.Running running = new RunState.Running(CLAIM);
        for (RunState state : new RunState[] {
            new RunState.Scheduled("Scheduled", Duration.ZERO, null, null), new RunState.Pending(null), running,
            new RunState.Running(new RunState.Running.Claim(1, 2, 1, 0)), running.requestCancel(), running.complete("1"), running.completeFromCache("1", "m"),
            running.fail(ERROR), running.timeOut(ERROR), running.retryIn(Duration.ZERO, ERROR), running.awaitCache(Duration.ZERO), running.handBack("r"),
            running.loseWorker(3, "r"), running.loseWorker(4, "r"), new RunState.Pending(null).awaitWorker(Duration.ZERO, "m"),
            running.requestCancel().stop("r"), running.requestCancel().complete("1")}) {
            assertThat(state.type().names()).as(state.toString()).contains(state.name());
        }
    }

    @Test
    void thirdLostWorkerCrashesTheRun() {
        RunState.Running running = new RunState.Running(CLAIM);
        assertThat(running.loseWorker(3, "r").type()).isEqualTo(CRASHED);
        assertThat(running.loseWorker(4, "r").type()).isEqualTo(PENDING);
    }

    @Test
    void terminalTypesAreThoseThatLeadNowhere() {
        assertThat(StateType.TERMINAL).isEqualTo(LEADS_TO.entrySet().stream().filter(entry -> entry.getValue().isEmpty()).map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }
}
