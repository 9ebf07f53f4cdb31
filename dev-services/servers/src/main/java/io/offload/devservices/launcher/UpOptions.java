package io.offload.devservices.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What {@code up} was asked for.
 *
 * @param workers 0-64
 * @param port the API's
 * @param host the address on which the API listens
 * @param named how other commands are told the folder: {@code --data DIR}, or nothing when it is the usual one
 */
record UpOptions(int workers, int port, String host, Path data, List<String> named, boolean detach) {

    static UpOptions parse(List<String> arguments, Path defaultData) {
        Arguments parsed = Arguments.parse("up", arguments, Set.of("--workers", "--port", "--host", "--data"), Set.of("--detach", "-d"), 0);
        String data = parsed.values().get("--data");
        return new UpOptions(
                parsed.number("--workers", 1, 0, 64),
                parsed.number("--port", 8000, 1, 65_535),
                parsed.values().getOrDefault("--host", "127.0.0.1"),
                data == null ? defaultData : Path.of(data),
                data == null ? List.of() : List.of("--data", data),
                !parsed.flags().isEmpty());
    }
}
