package io.offload.devservices.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Begins to log in to a Postgres server and looks whether it asks for proof: while it starts or stops it answers with an error. */
public final class PostgresProbe {
    private static final int PROTOCOL_3 = 3 << 16;

    private PostgresProbe() {}

    /** Whether a server on {@code host:port} takes logins within {@code patience}. */
    public static boolean answers(String host, int port, Duration patience) {
        try (Socket socket = new Socket()) {
            int millis = (int) patience.toMillis();
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            byte[] parameters = "user\0offload\0database\0offload\0\0".getBytes(StandardCharsets.US_ASCII);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(4 + 4 + parameters.length);
            out.writeInt(PROTOCOL_3);
            out.write(parameters);
            out.flush();
            return new DataInputStream(socket.getInputStream()).readByte() == 'R';
        } catch (IOException unreachable) {
            return false;
        }
    }
}
