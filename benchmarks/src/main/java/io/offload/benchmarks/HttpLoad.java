package io.offload.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Posts the same request over many connections, each sending its next as soon as its last was answered. It speaks just enough HTTP/1.1 to cost
 * little beside what it measures: the status line and {@code content-length}.
 */
final class HttpLoad {
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

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

    /** The bytes of a POST. */
    static Buffer post(int port, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n\r\n").appendBytes(bytes);
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
            client.connect(port, "127.0.0.1").onSuccess(socket -> new Connection(socket, request, permits, done).sendNext()).onFailure(cause -> {
                refused.incrementAndGet();
                done.countDown();
            });
        }
        done.await();
        client.close();
    }

    private final class Connection {
        private final NetSocket socket;
        private final Buffer request;
        private final LongSupplier permits;
        private final CountDownLatch done;
        private Buffer partial;
        private long sentNanos;

        Connection(NetSocket socket, Buffer request, LongSupplier permits, CountDownLatch done) {
            this.socket = socket;
            this.request = request;
            this.permits = permits;
            this.done = done;
            socket.handler(this::received);
        }

        void sendNext() {
            if (permits.getAsLong() <= 0) {
                socket.close();
                done.countDown();
                return;
            }
            sentNanos = System.nanoTime();
            socket.write(request);
        }

        private void received(Buffer bytes) {
            Buffer all = partial == null ? bytes : partial.appendBuffer(bytes);
            int head = headEnd(all);
            if (head < 0 || all.length() < head + contentLength(all, head)) {
                partial = partial == null ? Buffer.buffer().appendBuffer(bytes) : all;
                return;
            }
            partial = null;
            latencies.recordValue(Math.min(60_000_000L, (System.nanoTime() - sentNanos) / 1000));
            (all.getByte(9) == '2' ? accepted : refused).incrementAndGet();
            sendNext();
        }

        private static int headEnd(Buffer all) {
            for (int i = 3; i < all.length(); i++) {
                if (all.getByte(i) == '\n' && all.getByte(i - 1) == '\r' && all.getByte(i - 2) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private static int contentLength(Buffer all, int head) {
            for (int i = 0; i + LENGTH.length < head; i++) {
                int k = 0;
                while (k < LENGTH.length && (all.getByte(i + k) | 0x20) == (LENGTH[k] | 0x20)) {
                    k++;
                }
                if (k == LENGTH.length) {
                    int length = 0;
                    for (int d = i + k; all.getByte(d) >= '0' && all.getByte(d) <= '9'; d++) {
                        length = length * 10 + all.getByte(d) - '0';
                    }
                    return length;
                }
            }
            return 0;
        }
    }
}
