package io.offload.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The one HTTP client of the tests. Headers are given as name, value, name, value. */
public final class Http {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(30)).build();
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Http() {}

    public static HttpClient client() {
        return CLIENT;
    }

    /** @throws UnreachableException when there is no answer */
    public static Reply get(String url, String... headers) {
        return send(request(url, headers).GET());
    }

    /** @throws UnreachableException when there is no answer */
    public static Reply post(String url, String contentType, byte[] body, String... headers) {
        return send(request(url, headers).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    /** Whether the answer is 200; false when there is none. */
    public static boolean isOk(String url) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).GET()).status() == 200;
        } catch (UnreachableException e) {
            return false;
        }
    }

    private static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UnreachableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(e);
        }
    }

    /** No answer came: whether the request was carried out is not known. */
    public static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreachableException(Throwable cause) {
            super(cause);
        }
    }
}
