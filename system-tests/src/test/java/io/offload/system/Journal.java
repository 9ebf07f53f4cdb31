package io.offload.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the bodies of trial tasks wrote down about themselves: one file a process, one line an event, kept by the operating system through kill -9. */
public record Journal(Path folder) {

    /**
     * @param at nanoseconds since the epoch by this machine's clock
     * @param event {@code started}, {@code finished}, {@code interrupted} and what else the task says
     */
    public record Entry(long at, String run, int attempt, long pid, String task, String event) {}

    /** Everything so far, in order of time. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] part = line.split(" ", 6);
                    if (part.length == 6) {
                        entries.add(new Entry(Long.parseLong(part[0]), part[1], Integer.parseInt(part[2]), Long.parseLong(part[3]), part[4], part[5]));
                    }
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        entries.sort(Comparator.comparingLong(Entry::at));
        return entries;
    }

    public List<Entry> of(String run) {
        return entries().stream().filter(entry -> entry.run().equals(run)).toList();
    }

    /** Executions begun for a run. */
    public List<Entry> starts(String run) {
        return of(run).stream().filter(entry -> entry.event().equals("started")).toList();
    }
}
