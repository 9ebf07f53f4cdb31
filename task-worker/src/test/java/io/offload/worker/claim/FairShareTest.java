package io.offload.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairShareTest {
    @Test
    void onlyQueueGetsAllItCanUse() {
        assertThat(FairShare.split(10, new int[] {3}, new int[] {100})).containsExactly(10);
        assertThat(FairShare.split(10, new int[] {3}, new int[] {4})).containsExactly(4);
    }

    @Test
    void equalQueuesShareEqually() {
        assertThat(FairShare.split(10, new int[] {0, 0}, new int[] {100, 100})).containsExactly(5, 5);
    }

    @Test
    void queueThatHoldsLittleIsServedFirst() {
        assertThat(FairShare.split(4, new int[] {60, 0}, new int[] {100, 100})).containsExactly(0, 4);
    }

    @Test
    void whatOneQueueCannotUseGoesToTheOther() {
        assertThat(FairShare.split(10, new int[] {0, 0}, new int[] {2, 100})).containsExactly(2, 8);
    }

    @Test
    void shareNeverExceedsRoomOrDemandAndWastesNothing() {
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            int queues = 1 + random.nextInt(5);
            int capacity = random.nextInt(100);
            int[] held = random.ints(queues, 0, 50).toArray();
            int[] waiting = random.ints(queues, 0, 40).toArray();
            int[] share = FairShare.split(capacity, held, waiting);
            for (int i = 0; i < queues; i++) {
                assertThat(share[i]).isBetween(0, waiting[i]);
            }
            assertThat(Arrays.stream(share).sum()).isEqualTo(Math.min(capacity, Arrays.stream(waiting).sum()));
        }
    }

    @Test
    void nobodyWhoWaitsEndsBelowAnotherByMoreThanOneUnlessHeldBefore() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            int[] held = random.ints(3, 0, 20).toArray();
            int[] waiting = {1000, 1000, 1000};
            int[] share = FairShare.split(60, held, waiting);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    if (share[j] > 0) {
                        assertThat(held[j] + share[j]).isLessThanOrEqualTo(held[i] + share[i] + 1);
                    }
                }
            }
        }
    }
}
