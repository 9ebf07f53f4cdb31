package io.offload.system.chaos;

import io.offload.system.OffloadSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What a broken disk does to the files of a broker that does not run. */
final class KafkaFiles {
    private KafkaFiles() {}

    /** Everything is gone: records, topics, committed offsets. */
    static void forget(OffloadSystem system) throws IOException {
        try (var paths = Files.walk(system.kafkaFolder().resolve("log"))) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * Each partition of a topic loses the end of its log, as after a power cut of a broker that does not fsync.
     *
     * @param kept share of the last segment's bytes that survive, 0 to 1; Kafka drops a record batch that is cut through
     * @return bytes lost
     */
    static long loseTail(OffloadSystem system, String topic, double kept) throws IOException {
        long lost = 0;
        List<Path> partitions;
        try (var folders = Files.list(system.kafkaFolder().resolve("log"))) {
            partitions = folders.filter(folder -> folder.getFileName().toString().matches(java.util.regex.Pattern.quote(topic) + "-\\d+")).toList();
        }
        for (Path partition : partitions) {
            Path segment;
            try (var files = Files.list(partition)) {
                segment = files.filter(file -> file.toString().endsWith(".log")).max(Comparator.naturalOrder()).orElseThrow();
            }
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                long length = (long) (file.length() * kept);
                lost += file.length() - length;
                file.setLength(length);
            }
        }
        return lost;
    }
}
