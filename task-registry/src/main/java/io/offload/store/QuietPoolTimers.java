package io.offload.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Leaves one line and its stack trace out of the log. A statement that gets no connection from the pool fails, and its caller is told; the pool
 * forgets to cancel the statement's timer and fails it once more when that fires, which Vert.x logs as an uncaught "Result is already complete", once
 * a statement, for as long as Postgres is away (https://github.com/eclipse-vertx/vertx-sql-client/issues/1706). Nothing is lost by it.
 */
@Singleton
public class QuietPoolTimers {
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";
    /** Kept, so that the log's configuration does not forget it. */
    private static final Logger UNCAUGHT = Logger.getLogger("io.quarkus.vertx.core.runtime.VertxCoreRecorder");

    void start(@Observes StartupEvent event) {
        UNCAUGHT.setFilter(record -> !failsAStatementAgain(record));
    }

    static boolean failsAStatementAgain(LogRecord record) {
        if (!(record.getThrown() instanceof IllegalStateException thrown) || !"Result is already complete".equals(thrown.getMessage())) {
            return false;
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length > 1 && trace[1].getClassName().equals(POOL) && trace[1].getMethodName().startsWith("lambda$execute$");
    }
}
