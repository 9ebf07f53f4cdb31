package io.offload.system.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints what was measured when all tests have run. */
public final class PrintRecoveryTimes implements TestExecutionListener {
    private static final Path TABLE = Path.of("target", "recovery.md");

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
