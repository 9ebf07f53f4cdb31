package io.offload.benchmarks;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;

/**
 * A connection that sends one request after another. It speaks just enough HTTP/1.1 to cost little beside what is measured: the status line and
 * {@code content-length}. Used on its event loop only.
 */
final class HttpConnection {
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private final NetSocket socket;
    private Answered then;
    private Buffer partial;

    /** Is told the whole answer to a request. */
    interface Answered {
        /**
         * @param ok whether its status is 2xx
         * @param body where its body begins
         */
        void answered(HttpConnection connection, boolean ok, Buffer answer, int body);
    }

    HttpConnection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::received);
    }

    /** The bytes of a POST. */
    static Buffer post(int port, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n\r\n").appendBytes(bytes);
    }

    /** Sends a request; the one before it must have been answered. */
    void send(Buffer request, Answered listener) {
        then = listener;
        socket.write(request);
    }

    void close() {
        socket.close();
    }

    private void received(Buffer bytes) {
        Buffer all = partial == null ? bytes : partial.appendBuffer(bytes);
        int head = headEnd(all);
        if (head < 0 || all.length() < head + contentLength(all, head)) {
            partial = partial == null ? Buffer.buffer().appendBuffer(bytes) : all;
            return;
        }
        partial = null;
        then.answered(this, all.getByte(9) == '2', all, head);
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
