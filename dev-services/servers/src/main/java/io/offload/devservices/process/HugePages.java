package io.offload.devservices.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a JVM may ask the kernel for transparent huge pages for its heap and its code: fewer entries in the page tables, whose misses are dear on virtual
 * machines. Only Linux's JVM knows the option, and warns where the kernel does not offer such pages.
 */
public final class HugePages {
    private static final Path OFFERED = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final String OPTION = "-XX:+UseTransparentHugePages";

    private HugePages() {}

    /** The JVM options that ask for them; none where they are not to be had. */
    public static List<String> options() {
        return options(OFFERED);
    }

    /** @param offered the kernel's file with its choices, that in force in brackets */
    static List<String> options(Path offered) {
        try {
            return Files.readString(offered).contains("[never]") ? List.of() : List.of(OPTION);
        } catch (IOException notLinux) {
            return List.of();
        }
    }
}
