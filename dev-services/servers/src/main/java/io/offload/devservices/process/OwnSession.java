package io.offload.devservices.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a program in a session of its own, so that a Ctrl-C in the terminal reaches only whoever supervises the program, which then
 * ends its programs in the right order. The program keeps the process id of the prefix: {@code setsid} and {@code perl} exec it.
 */
final class OwnSession {
    private static final List<String> PREFIX = prefix();

    private OwnSession() {}

    /** What goes before the command; empty when this machine offers neither {@code setsid} nor {@code perl}. */
    static List<String> commandPrefix() {
        return PREFIX;
    }

    private static List<String> prefix() {
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(setsid))) {
                return List.of(setsid);
            }
        }
        if (Files.isExecutable(Path.of("/usr/bin/perl"))) { // macOS has no setsid
            return List.of("/usr/bin/perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die $!");
        }
        return List.of();
    }
}
