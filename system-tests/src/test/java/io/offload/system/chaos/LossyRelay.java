package io.offload.system.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Stands between a service and Postgres and loses an answer: once armed, it asks before it passes on anything that the server says whether the effect
 * that the test waits for is there. Postgres answers after the commit, so the first time that it is, the answer is still in here, and every connection
 * of the service is cut.
 */
final class LossyRelay implements AutoCloseable {
    private final int serverPort;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object passing = new Object();
    private BooleanSupplier tookEffect;
    private int lost;

    LossyRelay(int serverPort) {
        this.serverPort = serverPort;
        try {
            door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Loses the next answer that is said when {@code effect} is there. */
    void loseAnswerOf(BooleanSupplier effect) {
        synchronized (passing) {
            tookEffect = effect;
        }
    }

    /** Answers lost so far. */
    int lost() {
        synchronized (passing) {
            return lost;
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            } catch (IOException e) {
                // the door is closed, or the server is away: the client tries again
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[64 * 1024];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (answers && isLost()) {
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // cut
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private boolean isLost() {
        synchronized (passing) {
            if (tookEffect == null || !tookEffect.getAsBoolean()) {
                return false;
            }
            tookEffect = null;
            lost++;
            cutAll();
            return true;
        }
    }

    private void cutAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // closed already
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutAll();
    }
}
