package io.offload.system.rest;

import io.offload.system.Api;
import io.offload.system.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 written by hand, for requests that no client library would send. */
final class RawHttp {
    private static final int PATIENCE_MS = 60_000;
    private static final int CHUNK = 1 << 20;

    private RawHttp() {}

    /** A request without a body; headers are whole lines. */
    static Reply send(Api api, String method, String path, String... headers) {
        return exchange(api, head(method, path, headers) + "\r\n", new byte[0]);
    }

    /** A POST whose length is announced. */
    static Reply post(Api api, String path, byte[] body, String... headers) {
        return exchange(api, head("POST", path, headers) + "Content-Length: " + body.length + "\r\n\r\n", body);
    }

    /** A POST that comes in chunks of 1 MiB. */
    static Reply postInChunks(Api api, String path, byte[] body, String... headers) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(body.length + 1024);
        for (int from = 0; from < body.length; from += CHUNK) {
            int length = Math.min(CHUNK, body.length - from);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, from, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return exchange(api, head("POST", path, headers) + "Transfer-Encoding: chunked\r\n\r\n", chunks.toByteArray());
    }

    private static String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(method, path));
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    private static Reply exchange(Api api, String head, byte[] body) {
        URI url = URI.create(api.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(head.getBytes(StandardCharsets.UTF_8));
                out.write(body);
                out.flush();
            } catch (SocketException refused) {
                // an answer may have come before everything was sent
            }
            return read(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply read(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":\\s*", 2);
            headers.computeIfAbsent(header[0], name -> new ArrayList<>()).add(header[1]);
        }
        String body = text.substring(end + 4);
        boolean chunked = headers.getOrDefault("Transfer-Encoding", List.of()).contains("chunked");
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), HttpHeaders.of(headers, (name, value) -> true),
                (chunked ? joined(body) : body).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            at = line + 4 + length;
        }
    }
}
