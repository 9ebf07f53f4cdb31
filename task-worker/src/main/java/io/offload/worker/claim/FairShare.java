package io.offload.worker.claim;

import java.util.Arrays;

/** Splits what may be claimed among the queues that have work: whoever holds least is served first (max-min fairness). */
final class FairShare {
    private FairShare() {}

    /**
     * @param capacity runs that may be claimed now
     * @param held runs in flight by queue
     * @param waiting commands waiting by queue
     * @return how many to claim by queue; together at most {@code capacity}, each at most its {@code waiting}
     */
    static int[] split(int capacity, int[] held, int[] waiting) {
        int queues = held.length;
        int[] share = new int[queues];
        if (queues == 1) {
            share[0] = Math.min(capacity, waiting[0]);
            return share;
        }
        int left = capacity;
        while (left > 0) {
            int lowest = -1;
            int second = Integer.MAX_VALUE;
            for (int i = 0; i < queues; i++) {
                if (share[i] >= waiting[i]) {
                    continue;
                }
                int level = held[i] + share[i];
                if (lowest < 0 || level < held[lowest] + share[lowest]) {
                    second = lowest < 0 ? second : Math.min(second, held[lowest] + share[lowest]);
                    lowest = i;
                } else {
                    second = Math.min(second, level);
                }
            }
            if (lowest < 0) {
                return share;
            }
            int gap = second == Integer.MAX_VALUE ? left : second - (held[lowest] + share[lowest]) + 1;
            int give = Math.min(Math.min(left, waiting[lowest] - share[lowest]), Math.max(1, gap));
            share[lowest] += give;
            left -= give;
        }
        return share;
    }

    /** Whether any queue got something. */
    static boolean any(int[] share) {
        return Arrays.stream(share).anyMatch(n -> n > 0);
    }
}
