package io.offload.devservices.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints the logs of a system's processes.
 *
 * @param wanted a role ({@code worker}: all workers) or a name ({@code worker-2}); empty for all
 * @param lines how many of the last lines of each log to begin with
 */
record Logs(DataFolder folder, Console console, Optional<String> wanted, int lines, boolean follow) {
    private static final long LAST_BYTES = 4L << 20;
    private static final long POLL_NANOS = 200_000_000;

    void run() throws IOException {
        List<Path> logs = select();
        if (logs.isEmpty()) {
            throw new LauncherException(
                    wanted.map(name -> "there is no log of '" + name + "'").orElse("there are no logs") + " in " + folder.root().resolve("logs")
                            + "; logs are kept of kafka, postgres, api, worker (or worker-1, ...)");
        }
        Map<Path, Long> positions = new LinkedHashMap<>();
        for (Path log : logs) {
            long size = Files.size(log);
            String text = read(log, Math.max(0, size - LAST_BYTES), size);
            List<String> all = text.lines().toList();
            print(log, all.subList(Math.max(0, all.size() - lines), all.size()), logs.size() > 1);
            positions.put(log, size);
        }
        while (follow) {
            LockSupport.parkNanos(POLL_NANOS);
            for (Path log : logs) {
                long from = positions.get(log);
                long size = Files.exists(log) ? Files.size(log) : 0;
                if (size < from) {
                    from = 0; // a new file took its place
                }
                String text = read(log, from, size);
                int complete = text.lastIndexOf('\n') + 1;
                print(log, text.substring(0, complete).lines().toList(), logs.size() > 1);
                positions.put(log, from + text.substring(0, complete).getBytes(StandardCharsets.UTF_8).length);
            }
        }
    }

    private List<Path> select() throws IOException {
        List<Path> logs = new ArrayList<>();
        if (Files.isDirectory(folder.root().resolve("logs"))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.root().resolve("logs"), "*.log")) {
                files.forEach(logs::add);
            }
        }
        logs.removeIf(log -> wanted.isPresent() && !name(log).equals(wanted.get()) && !name(log).startsWith(wanted.get() + "-"));
        logs.sort(null);
        return logs;
    }

    private void print(Path log, List<String> text, boolean named) {
        String prefix = named ? name(log) + " | " : "";
        text.forEach(line -> console.line(prefix + line));
    }

    private static String name(Path log) {
        return log.getFileName().toString().replaceFirst("\\.log$", "");
    }

    private static String read(Path log, long from, long to) throws IOException {
        if (to <= from) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            byte[] bytes = new byte[(int) Math.min(to - from, LAST_BYTES)];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
