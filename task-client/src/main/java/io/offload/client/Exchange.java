package io.offload.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One request and its answer, repeated while the API cannot take it. Everything it sends may be sent twice: reads, cancels, and submissions with
 * an idempotency key.
 */
final class Exchange {
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration ANSWER = Duration.ofSeconds(15);
    /** By its own settings the API gives a batch up after 16 s. */
    static final Duration BATCH_ANSWER = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** Numbers as they are spelt. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
    private final URI root;
    private final String token;
    private final Duration patience;

    Exchange(URI root, String token, Duration patience) {
        this.root = root;
        this.token = token;
        this.patience = patience;
    }

    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path, Duration wait) {
        return repeat(request(path).timeout(ANSWER.plus(wait)).GET().build());
    }

    /** @param idempotencyKey or null */
    JsonNode post(String path, String json, String idempotencyKey, Duration answer) {
        HttpRequest.Builder request = request(path).timeout(answer).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        return repeat(request.build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path)).header("Accept", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode repeat(HttpRequest request) {
        long end = System.nanoTime() + patience.toNanos();
        Duration wait = FIRST_WAIT;
        while (true) {
            String why;
            IOException cause = null;
            try {
                HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
                if (!LATER.contains(answer.statusCode())) {
                    return read(answer);
                }
                why = "it answered " + answer.statusCode();
                wait = answer.headers().firstValue("Retry-After").flatMap(Exchange::seconds).filter(asked -> asked.compareTo(LONGEST_WAIT) < 0).orElse(wait);
            } catch (IOException e) {
                why = e.toString();
                cause = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ApiUnavailableException("interrupted while waiting for " + request.uri(), e);
            }
            long pause = wait.toNanos() / 2 + ThreadLocalRandom.current().nextLong(wait.toNanos() / 2 + 1);
            if (System.nanoTime() + pause > end) {
                throw new ApiUnavailableException("%s could not be had within %s: %s".formatted(request.uri(), patience, why), cause);
            }
            pause(pause);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    private static JsonNode read(HttpResponse<byte[]> answer) {
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new TaskApiException(answer.statusCode(), JSON.createObjectNode().put("title", "the answer of " + answer.uri() + " is no JSON"));
        }
        if (answer.statusCode() < 300) {
            return body;
        }
        throw TaskApiException.of(answer.statusCode(), body);
    }

    private static Optional<Duration> seconds(String header) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(header.strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnavailableException("interrupted while waiting to ask again", e);
        }
    }
}
