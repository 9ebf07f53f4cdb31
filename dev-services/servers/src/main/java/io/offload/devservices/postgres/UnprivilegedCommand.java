package io.offload.devservices.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.util.List;

/**
 * What goes before a Postgres command so that Postgres does not refuse to run as root: a user namespace without a mapping, in which
 * root is nobody while its files stay its own. {@code unshare} execs the command, so the process id is the command's.
 */
final class UnprivilegedCommand {
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    private UnprivilegedCommand() {}

    /** Empty for every user but root. */
    static List<String> prefix() throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        if (!works()) {
            throw new IOException("Postgres does not run as root, and this machine does not let root make a user namespace (unshare -U);"
                    + " start Offload as another user, or point OFFLOAD_POSTGRES_URL at a Postgres server");
        }
        return NAMESPACE;
    }

    private static boolean works() {
        try {
            return new ProcessBuilder("unshare", "-U", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
