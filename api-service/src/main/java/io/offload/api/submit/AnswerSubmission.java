package io.offload.api.submit;

import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.api.wait.FreshRuns;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Inserts one run and finds what to answer: the new run, or the one that the idempotency key already stands for. */
@Singleton
public class AnswerSubmission {
    private static final String RUNS_OF_KEYS = Sql.load(AnswerSubmission.class, "runs_of_keys");
    private static final String FORGET_KEYS = Sql.load(AnswerSubmission.class, "forget_keys");

    private final InsertRuns insert;
    private final FreshRuns fresh;
    private final ReadRuns reads;
    private final Postgres postgres;

    /**
     * @param created false when an idempotency key stood for the run before
     */
    public record Answer(RunView run, boolean created) {}

    @Inject
    public AnswerSubmission(InsertRuns insert, FreshRuns fresh, ReadRuns reads, Postgres postgres) {
        this.insert = insert;
        this.fresh = fresh;
        this.reads = reads;
        this.postgres = postgres;
    }

    /** Fails with {@link Problem#IDEMPOTENCY_CONFLICT} when the key stands for another body. */
    public Future<Answer> submit(NewRun run) {
        return insert.insert(List.of(run)).compose(inserted ->
                inserted.existing().contains(run.id()) ? existing(run) : accepted(run.view(inserted.at())));
    }

    private Future<Answer> accepted(RunView view) {
        fresh.answered(view);
        return Future.succeededFuture(new Answer(view, true));
    }

    private Future<Answer> existing(NewRun run) {
        Tuple parameters = Tuple.of((Object) new String[] {run.task()}, (Object) new String[] {run.idempotencyKey()});
        return postgres.pipeline().preparedQuery(RUNS_OF_KEYS).execute(parameters).compose(rows -> {
            if (rows.size() == 0) {
                return submit(run);
            }
            Row row = rows.iterator().next();
            if (row.getBoolean("gone")) {
                return forget(row).compose(ignored -> submit(run));
            }
            if (!Arrays.equals(row.getBuffer("body_hash").getBytes(), run.bodyHash())) {
                return Future.failedFuture(Problem.IDEMPOTENCY_CONFLICT.because(
                        "the idempotency key \"%s\" of task %s was used with another body, for run %s"
                                .formatted(run.idempotencyKey(), run.task(), row.getUUID("run_id")),
                        List.of(new Fault("", "differs from the body of run " + row.getUUID("run_id")))));
            }
            return reads.get(row.getUUID("run_id")).map(view -> new Answer(view, false));
        });
    }

    private Future<RowSet<Row>> forget(Row key) {
        return postgres.pipeline().preparedQuery(FORGET_KEYS).execute(Tuple.of((Object) new String[] {key.getString("task")},
                (Object) new String[] {key.getString("key")}, (Object) new UUID[] {key.getUUID("run_id")}));
    }
}
