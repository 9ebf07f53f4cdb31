package io.offload.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * From the moment a run should be posted to COMPLETED seen by a long poll, at a fixed rate. Open loop: requests leave when they are due, whatever
 * became of earlier ones, and time is counted from then on (no coordinated omission).
 */
final class Latency implements Scenario {
    private static final int ID_AT = "{\"id\":\"".length();
    private static final int ID_LENGTH = 36;
    private static final byte[] COMPLETED = "\"type\":\"COMPLETED\"".getBytes(StandardCharsets.US_ASCII);
    /** So that the JIT compilers have seen the waiting too, which posts alone do not. */
    private static final int WARM_UP_RATE = 2000;
    /** Five seconds of a system that stands still at 2,000 runs/s. */
    private static final int MOST_CONNECTIONS = 10_000;
    /** A system that is not warm yet, or that cannot do {@link #WARM_UP_RATE}, is asked for what it can do. */
    private static final int WARM_UP_CONNECTIONS = 200;
    private final int perSecond;

    Latency(int perSecond) {
        this.perSecond = perSecond;
    }

    @Override
    public String name() {
        return "latency-" + perSecond;
    }

    @Override
    public String description() {
        return "submit to COMPLETED seen by ?wait, open loop, " + perSecond + " runs/s";
    }

    @Override
    public void prepare(Bench bench) throws Exception {
        new Rates(bench).warmUp(false, bench.echo());
        load(bench, WARM_UP_RATE, Math.min(20, bench.options().secondsOr(20)), true);
        load(bench, perSecond, Math.min(15, bench.options().secondsOr(15)), true);
    }

    @Override
    public Result measure(Bench bench) throws Exception {
        Cost before = Cost.until(bench.system());
        Histogram micros = load(bench, perSecond, bench.options().secondsOr(20), false);
        Cost after = Cost.until(bench.system());
        return new Result().with("runs", micros.getTotalCount()).with(Rates.percentiles("", micros)).with("max_ms", micros.getMaxValue() / 1000.0)
                .with(after.perRun(before, micros.getTotalCount()));
    }

    @Override
    public void finish(Bench bench) throws Exception {
        bench.awaitCompleted(Duration.ofMinutes(1));
        bench.checkAllCompletedOnce();
    }

    /**
     * @param patient whether what finds all callers waiting is left out, instead of a failure
     */
    private static Histogram load(Bench bench, int perSecond, int seconds, boolean patient) throws InterruptedException {
        Histogram micros = new ConcurrentHistogram(120_000_000L, 3);
        int total = perSecond * seconds;
        Callers callers = new Callers(bench, micros, new CountDownLatch(total), patient);
        long start = System.nanoTime();
        for (int i = 0; i < total; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            long early;
            while ((early = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(early);
            }
            callers.call(due);
        }
        callers.done.await();
        callers.client.close();
        bench.accepted().addAndGet(micros.getTotalCount());
        if (callers.failed.get() > 0) {
            throw new IllegalStateException(callers.failed.get() + " runs were not seen to complete, the first because of: " + callers.failure.get());
        }
        return micros;
    }

    /** Whoever submits a run and waits for it, each on a connection of its own meanwhile. All of it happens on one event loop. */
    private static final class Callers {
        private final NetClient client;
        private final Context loop;
        private final int port;
        private final boolean oneRequest;
        private final Buffer post;
        private final Histogram micros;
        private final CountDownLatch done;
        private final boolean patient;
        private final AtomicLong failed = new AtomicLong();
        private final AtomicReference<String> failure = new AtomicReference<>();
        private final Deque<HttpConnection> idle = new ArrayDeque<>();
        private int connections;

        Callers(Bench bench, Histogram micros, CountDownLatch done, boolean patient) {
            this.client = bench.vertx().createNetClient(new NetClientOptions().setTcpNoDelay(true));
            this.loop = bench.vertx().getOrCreateContext();
            this.port = bench.system().port();
            this.oneRequest = bench.options().oneRequest();
            this.post = HttpConnection.post(port, "/api/v1/tasks/echo/runs" + (oneRequest ? "?wait=30s" : ""), bench.echo());
            this.micros = micros;
            this.done = done;
            this.patient = patient;
        }

        void call(long due) {
            loop.runOnContext(ignored -> {
                HttpConnection free = idle.poll();
                if (free != null) {
                    submit(free, due);
                } else if (patient && connections == WARM_UP_CONNECTIONS) {
                    done.countDown();
                } else if (connections == MOST_CONNECTIONS) {
                    fail("the system does not keep up: " + MOST_CONNECTIONS + " callers wait");
                } else {
                    connections++;
                    client.connect(port, "127.0.0.1").onSuccess(socket -> submit(new HttpConnection(socket), due)).onFailure(cause -> fail(cause.toString()));
                }
            });
        }

        private void submit(HttpConnection connection, long due) {
            connection.send(post, (same, ok, answer, body) -> {
                if (!ok || oneRequest) {
                    ended(same, ok, answer, body, due);
                } else {
                    same.send(poll(answer.getBuffer(body + ID_AT, body + ID_AT + ID_LENGTH)), (again, found, run, start) -> ended(again, found, run, start, due));
                }
            });
        }

        private Buffer poll(Buffer id) {
            return Buffer.buffer("GET /api/v1/runs/").appendBuffer(id).appendString("?wait=30s HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
        }

        private void ended(HttpConnection connection, boolean ok, Buffer answer, int body, long due) {
            if (ok && isCompleted(answer, body)) {
                micros.recordValue((System.nanoTime() - due) / 1000);
                done.countDown();
            } else {
                fail(answer.toString());
            }
            idle.push(connection);
        }

        private void fail(String why) {
            failed.incrementAndGet();
            failure.compareAndSet(null, why);
            done.countDown();
        }

        /** A view begins with id, task, name and state. */
        private static boolean isCompleted(Buffer answer, int body) {
            for (int i = body + ID_AT + ID_LENGTH; i + COMPLETED.length <= answer.length(); i++) {
                int k = 0;
                while (k < COMPLETED.length && answer.getByte(i + k) == COMPLETED[k]) {
                    k++;
                }
                if (k == COMPLETED.length) {
                    return true;
                }
            }
            return false;
        }
    }
}
