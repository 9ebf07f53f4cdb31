package io.offload.devservices.process;

import java.util.Arrays;
import java.util.Optional;

/**
 * Recognises a process by an argument of its command line. A process id alone proves nothing: after a crash or a restart of the
 * machine the same number may belong to a stranger, who must not be stopped.
 */
public final class ProcessMark {
    private ProcessMark() {}

    /** The living process {@code pid}, if {@code mark} is one of its arguments. */
    public static Optional<ProcessHandle> find(long pid, String mark) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> carries(process, mark));
    }

    private static boolean carries(ProcessHandle process, String mark) {
        return process.info().arguments().map(arguments -> Arrays.asList(arguments).contains(mark)).orElse(false);
    }
}
