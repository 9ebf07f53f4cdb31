package io.offload.devservices.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds which process listens on a port, where the operating system tells (Linux; other users' processes stay unknown). */
final class PortOwner {
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String DATA_MARK = "-Doffload.data=";
    private static final int SHOWN = 120;

    private PortOwner() {}

    /** What to tell a user who wants {@code port} while somebody has it. */
    static String refusal(String host, int port) {
        Optional<ProcessHandle> owner = of(port);
        String who = owner.map(process -> " by process " + process.pid() + " (" + describe(process) + ")").orElse(" by another process");
        return "port " + port + " of " + host + " is in use" + who + "; stop it, or choose another port with --port";
    }

    private static String describe(ProcessHandle process) {
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        Optional<String> system = arguments.stream().filter(argument -> argument.startsWith(DATA_MARK)).findFirst();
        return system.map(mark -> "another Offload system, on " + mark.substring(DATA_MARK.length()))
                .or(() -> process.info().commandLine().map(line -> line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line))
                .or(() -> process.info().command())
                .orElse("its command is not visible");
    }

    /** The process that listens on {@code port} of any address. */
    static Optional<ProcessHandle> of(int port) {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Optional<ProcessHandle> owner = inode(Path.of(table), port).flatMap(PortOwner::holder);
            if (owner.isPresent()) {
                return owner;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inode(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(columns -> columns.length > INODE
                            && columns[LOCAL_ADDRESS].endsWith(suffix)
                            && columns[STATE].equals(LISTENING))
                    .map(columns -> columns[INODE])
                    .findFirst();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessHandle> holder(String inode) {
        Path socket = Path.of("socket:[" + inode + "]");
        return ProcessHandle.allProcesses().filter(process -> holds(process.pid(), socket)).findFirst();
    }

    private static boolean holds(long pid, Path socket) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor) && Files.readSymbolicLink(descriptor).equals(socket)) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException anotherUsersOrGone) {
            return false;
        }
        return false;
    }
}
