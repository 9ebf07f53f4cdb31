package io.offload.devservices.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a Kafka broker which API versions it speaks (request ApiVersions, version 0), the smallest question that shows it serves. */
public final class KafkaProbe {
    private static final short API_VERSIONS = 18;
    private static final int CORRELATION = 7;

    private KafkaProbe() {}

    /** Whether a broker answers on {@code host:port} within {@code patience}. */
    public static boolean answers(String host, int port, Duration patience) {
        try (Socket socket = new Socket()) {
            int millis = (int) patience.toMillis();
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            byte[] client = "offload".getBytes(StandardCharsets.US_ASCII);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(2 + 2 + 4 + 2 + client.length);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(CORRELATION);
            out.writeShort(client.length);
            out.write(client);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readInt() > 4 && in.readInt() == CORRELATION && in.readShort() == 0;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
