package io.offload.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(new Config(4));

    @Test
    void noMoreAreTakenThanThereAre() {
        AtomicInteger taken = new AtomicInteger();
        CompletableFuture.allOf(IntStream.range(0, 50).mapToObj(i -> CompletableFuture.runAsync(() -> {
            if (slots.take()) {
                taken.incrementAndGet();
            }
        })).toArray(CompletableFuture[]::new)).join();
        assertThat(taken.get()).isEqualTo(4);
        assertThat(slots.free()).isZero();
        slots.release();
        assertThat(slots.take()).isTrue();
    }

    @Test
    void prefetchIsWhatWasFinishedLatelyAndIsForgotten() {
        for (int i = 0; i < 7; i++) {
            slots.noteFinished();
        }
        assertThat(slots.prefetch()).isLessThanOrEqualTo(7);
        await().atMost(Duration.ofSeconds(5)).until(() -> slots.prefetch() == 0);
    }

    @Test
    void queuesAreCountedApart() {
        slots.inFlight("a").incrementAndGet();
        assertThat(slots.inFlight("a").get()).isEqualTo(1);
        assertThat(slots.inFlight("b").get()).isZero();
    }

    private record Config(int slots) implements WorkerConfig {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Optional<List<String>> queues() {
            return Optional.empty();
        }

        @Override
        public Duration drainTimeout() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration interruptGrace() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int maxResultBytes() {
            return 1 << 20;
        }

        @Override
        public Duration takeoverAfter() {
            return Duration.ofSeconds(1);
        }
    }
}
