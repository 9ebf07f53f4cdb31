package io.offload.system.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints what was measured when all tests have run. */
public final class PrintRecoveryTimes implements TestExecutionListener {
    private static final String FIRST = "fork-1";
    private static final String FORK = System.getProperty("offload.test.fork", FIRST);
    /** Of the first JVM; of several each has its own. */
    private static final Path TABLE = Path.of("target", FORK.equals(FIRST) ? "recovery.md" : "recovery-" + FORK + ".md");

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        String table = Recovery.table();
        if (!table.isEmpty()) {
            System.out.println(table);
            try {
                Files.writeString(TABLE, table);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
