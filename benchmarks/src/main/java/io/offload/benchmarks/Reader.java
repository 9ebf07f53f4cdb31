package io.offload.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Reads pages one after another over one connection. */
record Reader(int port) {

    /**
     * Microseconds from request to the end of the answer.
     *
     * @throws IllegalStateException when an answer is not 200
     */
    Histogram read(int times, IntFunction<String> path) throws IOException, InterruptedException {
        Histogram micros = new Histogram(60_000_000L, 3);
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < times; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path.apply(i))).build();
                long start = System.nanoTime();
                HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(path.apply(i) + " answered " + answer.statusCode());
                }
                micros.recordValue((System.nanoTime() - start) / 1000);
            }
        }
        return micros;
    }
}
