package io.offload.api.logs;

import io.offload.api.problem.Problem;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads a run's log lines. */
@Singleton
public class ReadLogs {
    private static final String READ = Sql.load(ReadLogs.class, "log_lines");

    private final Postgres postgres;

    @Inject
    public ReadLogs(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Lines above a sequence number, in order; fails with {@link Problem#UNKNOWN_RUN} when there is no such run. */
    public Future<List<LogLine>> after(UUID run, int seq, int limit) {
        return postgres.pool().preparedQuery(READ).execute(Tuple.of(run, seq, limit)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.unknownRun(run);
            }
            List<LogLine> lines = new ArrayList<>(rows.size());
            for (Row row : rows) {
                if (row.getInteger("seq") != null) {
                    lines.add(LogLine.of(row));
                }
            }
            return lines;
        });
    }
}
