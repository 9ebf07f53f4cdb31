package io.offload.api.stream;

import io.offload.api.logs.LogLine;
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

/** Reads what a stream has not told yet, without the run's input and result. */
@Singleton
class ReadNews {
    private static final String READ = Sql.load(ReadNews.class, "news");
    static final int LINES = 500;

    private final Postgres postgres;

    /**
     * What is new.
     *
     * @param progress JSON text, null when the run has told none
     * @param lines at most {@value #LINES}
     */
    record News(int revision, String progress, List<LogLine> lines) {
        boolean more() {
            return lines.size() == LINES;
        }
    }

    @Inject
    ReadNews(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Fails with {@link Problem#UNKNOWN_RUN} when there is no such run. */
    Future<News> after(UUID run, int seq) {
        return postgres.pool().preparedQuery(READ).execute(Tuple.of(run, seq, LINES)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.unknownRun(run);
            }
            Row first = rows.iterator().next();
            List<LogLine> lines = new ArrayList<>(rows.size());
            for (Row row : rows) {
                if (row.getInteger("seq") != null) {
                    lines.add(LogLine.of(row));
                }
            }
            return new News(first.getInteger("revision"), first.getString("progress"), lines);
        });
    }
}
