package io.offload.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Posts the same request at a fixed rate over a set of connections. What is due while all of them wait for answers leaves as soon as one is
 * free; the rate is made up for. All of it happens on one event loop.
 */
final class PacedLoad {
    private static final byte ACCEPTED = '2';
    private final Vertx vertx;
    private final int port;
    private final Buffer request;
    private final Deque<NetSocket> idle = new ArrayDeque<>();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private long sent;
    private long accepted;
    private long answered;

    PacedLoad(Vertx vertx, int port, Buffer request) {
        this.vertx = vertx;
        this.port = port;
        this.request = request;
    }

    /**
     * Returns when the last request was answered.
     *
     * @return how many were accepted
     * @throws IllegalStateException when one was not
     */
    long run(int connections, int perSecond, int seconds) throws InterruptedException {
        NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        CountDownLatch done = new CountDownLatch(1);
        long total = (long) perSecond * seconds;
        vertx.getOrCreateContext().runOnContext(ignored -> {
            for (int i = 0; i < connections; i++) {
                client.connect(port, "127.0.0.1").onSuccess(socket -> {
                    socket.handler(bytes -> received(socket, bytes));
                    idle.add(socket);
                }).onFailure(cause -> failure.compareAndSet(null, cause.toString()));
            }
            long start = System.nanoTime();
            vertx.setPeriodic(1, timer -> {
                long due = Math.min(total, (System.nanoTime() - start) * perSecond / 1_000_000_000L);
                while (sent < due && !idle.isEmpty()) {
                    idle.poll().write(request);
                    sent++;
                }
                if (answered == total || failure.get() != null) {
                    vertx.cancelTimer(timer);
                    done.countDown();
                }
            });
        });
        done.await();
        client.close();
        if (failure.get() != null) {
            throw new IllegalStateException("at " + perSecond + " requests/s: " + failure.get());
        }
        return accepted;
    }

    /** The answer to a submission fits into one read; what is not 2xx ends the load. */
    private void received(NetSocket socket, Buffer bytes) {
        if (bytes.length() < 12 || bytes.getByte(0) != 'H') {
            return; // the rest of an answer that came in two
        }
        answered++;
        if (bytes.getByte(9) == ACCEPTED) {
            accepted++;
        } else {
            failure.compareAndSet(null, bytes.toString());
        }
        idle.add(socket);
    }
}
