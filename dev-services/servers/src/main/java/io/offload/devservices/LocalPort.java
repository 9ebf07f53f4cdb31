package io.offload.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses TCP ports on this machine and remembers the choice in a file, so that a server that is started again is found where it was.
 *
 * <p>Ports are taken from 20000-31999: below the range from which operating systems take the local ports of outgoing connections,
 * so that a remembered port is still free when its server comes back.
 */
public final class LocalPort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 31_999;
    private static final int TRIES = 500;

    private LocalPort() {}

    /** A port between 20000 and 31999 on which nothing listens on 127.0.0.1 at this moment. */
    public static int free() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree("127.0.0.1", candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free port found between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
    }

    /** Whether a server could listen on {@code port} of {@code host} now. */
    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The port that {@code file} remembers if it is still free; otherwise a new one, which is then remembered. */
    public static int remembered(Path file) throws IOException {
        int known = read(file);
        if (known > 0 && isFree("127.0.0.1", known)) {
            return known;
        }
        int chosen = free();
        remember(file, chosen);
        return chosen;
    }

    /** Makes {@code file} remember {@code port}. */
    public static void remember(Path file, int port) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, port + "\n");
    }

    private static int read(Path file) throws IOException {
        try {
            return Integer.parseInt(Files.readString(file).trim());
        } catch (NoSuchFileException | NumberFormatException none) {
            return 0;
        }
    }
}
