package io.offload.devservices.launcher;

import io.offload.devservices.process.ProcessMark;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * One process of a system, as its file in the data folder tells of it.
 *
 * @param name unique in its system: {@code kafka}, {@code postgres}, {@code api}, {@code worker-1}
 * @param host the address on which it listens
 * @param mark the argument of its command line that proves that the process id is still this one's
 */
record Member(String name, Role role, long pid, String host, int port, String mark) {

    /** The process, while it lives. */
    Optional<ProcessHandle> process() {
        return ProcessMark.find(pid, mark);
    }

    /** Where a client on this machine reaches it. */
    String address() {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }

    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("name", name);
        properties.setProperty("role", role.name());
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("host", host);
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("mark", mark);
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (Writer out = Files.newBufferedWriter(draft)) {
            properties.store(out, null);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Member read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        try {
            return new Member(
                    properties.getProperty("name"),
                    Role.valueOf(properties.getProperty("role")),
                    Long.parseLong(properties.getProperty("pid")),
                    properties.getProperty("host"),
                    Integer.parseInt(properties.getProperty("port")),
                    properties.getProperty("mark"));
        } catch (RuntimeException damaged) {
            throw new IOException(file + " does not describe a process of Offload; delete it", damaged);
        }
    }
}
