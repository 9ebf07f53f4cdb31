package io.offload.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Posts the same request over many connections, each sending its next as soon as its last was answered. */
final class HttpLoad {
    private final Vertx vertx;
    private final int port;
    private final Histogram latencies = new ConcurrentHistogram(60_000_000L, 3);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    HttpLoad(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Requests answered with 2xx. */
    long accepted() {
        return accepted.get();
    }

    long refused() {
        return refused.get();
    }

    /** Microseconds from request to answer. */
    Histogram latencies() {
        return latencies;
    }

    /**
     * Sends requests until the supplier of permits is exhausted, and waits for the answers.
     *
     * @param permits gives a number above zero while there is something to send
     */
    void run(int connections, Buffer request, LongSupplier permits) throws InterruptedException {
        NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        CountDownLatch done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            client.connect(port, "127.0.0.1").onSuccess(socket -> new Posting(request, permits, done).sendNext(new HttpConnection(socket))).onFailure(cause -> {
                refused.incrementAndGet();
                done.countDown();
            });
        }
        done.await();
        client.close();
    }

    private final class Posting implements HttpConnection.Answered {
        private final Buffer request;
        private final LongSupplier permits;
        private final CountDownLatch done;
        private long sentNanos;

        Posting(Buffer request, LongSupplier permits, CountDownLatch done) {
            this.request = request;
            this.permits = permits;
            this.done = done;
        }

        void sendNext(HttpConnection connection) {
            if (permits.getAsLong() <= 0) {
                connection.close();
                done.countDown();
                return;
            }
            sentNanos = System.nanoTime();
            connection.send(request, this);
        }

        @Override
        public void answered(HttpConnection connection, boolean ok, Buffer answer, int body) {
            latencies.recordValue(Math.min(60_000_000L, (System.nanoTime() - sentNanos) / 1000));
            (ok ? accepted : refused).incrementAndGet();
            sendNext(connection);
        }
    }
}
