package io.offload.api.ui.statistics;

import java.time.Duration;

/** A histogram of durations: bucket k holds those up to 2^k ms. Quantiles are right within a factor of two, in the middle within 1.5. */
public final class Durations {
    private final long[] buckets = new long[32];
    private long total;

    void add(int bucket, long n) {
        buckets[bucket] += n;
        total += n;
    }

    void add(Durations other) {
        for (int k = 0; k < buckets.length; k++) {
            buckets[k] += other.buckets[k];
        }
        total += other.total;
    }

    /** Null when there is none. */
    public Duration p50() {
        return quantile(0.5);
    }

    /** Null when there is none. */
    public Duration p95() {
        return quantile(0.95);
    }

    private Duration quantile(double share) {
        if (total == 0) {
            return null;
        }
        double rank = share * total;
        long before = 0;
        for (int k = 0; k < buckets.length; k++) {
            if (buckets[k] > 0 && before + buckets[k] >= rank) {
                double low = k == 0 ? 0 : Math.pow(2, k - 1);
                double high = Math.pow(2, k);
                return Duration.ofNanos((long) ((low + (high - low) * (rank - before) / buckets[k]) * 1e6));
            }
            before += buckets[k];
        }
        throw new IllegalStateException("a histogram's buckets do not add up to its total");
    }
}
