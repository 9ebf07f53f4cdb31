package io.offload.worker.execute;

import io.offload.worker.WorkerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The worker's bounded number of slots. A slot is taken while a run's thread lives, also when its outcome has been written without it. Beyond the
 * free ones a prefetch of what was finished in the last 100 ms may be claimed, so that short tasks do not wait for a round trip each.
 */
@Singleton
public class Slots {
    private static final int BUCKETS = 10;
    private static final long BUCKET_NANOS = 10_000_000;

    private final int total;
    private final AtomicInteger used = new AtomicInteger();
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final AtomicIntegerArray finished = new AtomicIntegerArray(BUCKETS + 1);
    private final AtomicInteger bucket = new AtomicInteger();

    @Inject
    public Slots(WorkerConfig config) {
        this.total = config.slots();
    }

    public int total() {
        return total;
    }

    /** Slots whose thread lives. */
    public int used() {
        return used.get();
    }

    public int free() {
        return Math.max(0, total - used.get());
    }

    boolean take() {
        int now;
        do {
            now = used.get();
            if (now >= total) {
                return false;
            }
        } while (!used.compareAndSet(now, now + 1));
        return true;
    }

    void release() {
        used.decrementAndGet();
    }

    void noteFinished() {
        finished.incrementAndGet(advance());
    }

    /** Runs finished in the last 100 ms. */
    public int prefetch() {
        advance();
        int sum = 0;
        for (int i = 0; i <= BUCKETS; i++) {
            sum += finished.get(i);
        }
        return sum;
    }

    private int advance() {
        int now = (int) ((System.nanoTime() / BUCKET_NANOS) & 0x3fffffff);
        int last = bucket.get();
        if (now != last && bucket.compareAndSet(last, now)) {
            int stale = Math.min(now - last, BUCKETS + 1);
            for (int i = 0; i < stale; i++) {
                finished.set(Math.floorMod(now - i, BUCKETS + 1), 0);
            }
        }
        return Math.floorMod(now, BUCKETS + 1);
    }

    /** Runs of a queue that are claimed or being claimed, for fair shares. */
    public AtomicInteger inFlight(String queue) {
        return inFlight.computeIfAbsent(queue, ignored -> new AtomicInteger());
    }
}
