package io.offload.devservices.shared;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The files by which users and servers find each other: {@code users/<pid>} for each user, {@code ready} with the settings once the
 * servers serve, {@code attach.lock} held while somebody comes or the servers decide to leave, {@code servers.lock} held while they run.
 */
record SharedFolder(Path root) {
    private static final String PID = "pid";

    SharedFolder {
        try {
            Files.createDirectories(root.resolve("users"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot make the folder of the shared servers " + root, e);
        }
    }

    FileChannel lockedForAttaching() throws IOException {
        return locked("attach.lock");
    }

    FileChannel lockedForServing() throws IOException {
        return locked("servers.lock");
    }

    private FileChannel locked(String name) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock(); // released when the channel is closed
        return channel;
    }

    void register(long pid) throws IOException {
        Files.writeString(root.resolve("users").resolve(Long.toString(pid)), "");
    }

    void unregister(long pid) throws IOException {
        Files.deleteIfExists(root.resolve("users").resolve(Long.toString(pid)));
    }

    /** Whether any registered user lives; the files of dead ones are removed. */
    boolean used() throws IOException {
        boolean used = false;
        try (DirectoryStream<Path> users = Files.newDirectoryStream(root.resolve("users"))) {
            for (Path user : users) {
                if (ProcessHandle.of(Long.parseLong(user.getFileName().toString())).filter(ProcessHandle::isAlive).isPresent()) {
                    used = true;
                } else {
                    Files.deleteIfExists(user);
                }
            }
        }
        return used;
    }

    /** The settings that lead to the servers, if the process that published them lives. */
    Optional<Map<String, String>> ready() throws IOException {
        Path file = root.resolve("ready");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        boolean alive = ProcessHandle.of(Long.parseLong(properties.getProperty(PID, "0"))).filter(ProcessHandle::isAlive).isPresent();
        if (!alive) {
            return Optional.empty();
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().stream().filter(name -> !name.equals(PID))
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return Optional.of(settings);
    }

    void publish(long pid, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty(PID, Long.toString(pid));
        Path draft = root.resolve("ready.draft");
        try (Writer out = Files.newBufferedWriter(draft)) {
            properties.store(out, null);
        }
        Files.move(draft, root.resolve("ready"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void withdraw() throws IOException {
        Files.deleteIfExists(root.resolve("ready"));
    }
}
