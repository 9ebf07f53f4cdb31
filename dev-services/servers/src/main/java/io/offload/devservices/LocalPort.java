package io.offload.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Chooses TCP ports on this machine and remembers the choice in a file, so that a server that is started again is found where it was.
 *
 * <p>Ports are taken from 20000-31999: below the range from which operating systems take the local ports of outgoing connections,
 * so that a remembered port is still free when its server comes back. A port that was given out is not given out again for a minute, whoever of
 * this user's processes asks: until its server listens, it looks free.
 */
public final class LocalPort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 31_999;
    private static final int TRIES = 500;
    private static final long RESERVED_MS = 60_000;
    private static final Path RESERVATIONS =
            Path.of(System.getProperty("java.io.tmpdir"), "offload-ports-" + System.getProperty("user.name"));

    private LocalPort() {}

    /**
     * A port between 20000 and 31999 on which nothing listens on 127.0.0.1 at this moment, and that was given to nobody else within a minute.
     *
     * @throws IllegalStateException when there is none
     */
    public static int free() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree("127.0.0.1", candidate) && reserve(RESERVATIONS, candidate, System.currentTimeMillis())) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free port found between " + LOWEST + " and " + HIGHEST + " on 127.0.0.1");
    }

    /**
     * Notes in {@code file}, a line for each port, that this one is given out. Where the file cannot be written, nothing is known of others.
     *
     * @return false when it was given out within the last minute
     */
    static synchronized boolean reserve(Path file, int port, long nowMs) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            Map<Integer, Long> reserved = reservations(channel, nowMs);
            if (reserved.putIfAbsent(port, nowMs) != null) {
                return false;
            }
            String lines = reserved.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue() + "\n").collect(Collectors.joining());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)), 0);
            return true;
        } catch (IOException unknown) {
            return true;
        }
    }

    private static Map<Integer, Long> reservations(FileChannel channel, long nowMs) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.read(bytes, 0);
        Map<Integer, Long> reserved = new LinkedHashMap<>();
        for (String line : new String(bytes.array(), StandardCharsets.UTF_8).split("\n")) {
            String[] entry = line.split(" ");
            if (entry.length == 2 && entry[0].matches("\\d{1,5}") && entry[1].matches("\\d{1,18}")) {
                long at = Long.parseLong(entry[1]);
                if (at <= nowMs && nowMs - at < RESERVED_MS) {
                    reserved.put(Integer.valueOf(entry[0]), at);
                }
            }
        }
        return reserved;
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
            reserve(RESERVATIONS, known, System.currentTimeMillis());
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
