package io.offload.api.submit;

import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemException;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Inserts a batch, all or nothing. One without idempotency keys joins the group commit; one with keys has a transaction of its own, because a key
 * that stands for another body undoes it.
 */
@Singleton
public class InsertBatch {
    private static final String RUNS_OF_KEYS = Sql.load(InsertBatch.class, "runs_of_keys");
    private static final String FORGET_KEYS = Sql.load(InsertBatch.class, "forget_keys");

    private final InsertRuns insert;
    private final Postgres postgres;

    private record Key(String task, String key) {}

    private record Existing(UUID run, byte[] hash) {}

    /** Keys that stand for runs which retention has removed; the transaction that met them is undone. */
    private static final class StaleKeysException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<Row> keys;

        StaleKeysException(List<Row> keys) {
            super("keys of runs that are gone", null, false, false);
            this.keys = keys;
        }
    }

    @Inject
    public InsertBatch(InsertRuns insert, Postgres postgres) {
        this.insert = insert;
        this.postgres = postgres;
    }

    /** The runs' ids in order, those of earlier runs where a key stands for one. */
    Future<List<UUID>> insert(List<NewRun> runs) {
        if (runs.stream().allMatch(run -> run.idempotencyKey() == null)) {
            return insert.insert(runs).map(inserted -> runs.stream().map(NewRun::id).toList());
        }
        return insertWithKeys(runs).recover(cause -> cause instanceof StaleKeysException stale ? forget(stale.keys).compose(ignored -> insertWithKeys(runs)) : Future.failedFuture(cause))
                .recover(cause -> cause instanceof ProblemException
                        ? Future.failedFuture(cause)
                        : Future.failedFuture(Problem.UNAVAILABLE.because("the database does not answer; whether the batch was accepted is unknown")))
                .map(done -> {
                    insert.publish(runs, done.written());
                    return done.ids();
                });
    }

    private Future<Done> insertWithKeys(List<NewRun> runs) {
        return postgres.pipeline().withTransaction(connection -> InsertStatement.write(connection, runs).compose(rows -> {
            InsertRuns.Written written = InsertRuns.Written.read(runs, rows);
            return ids(connection, runs, written).map(ids -> new Done(ids, written));
        }));
    }

    private Future<RowSet<Row>> forget(List<Row> keys) {
        return postgres.pipeline().preparedQuery(FORGET_KEYS).execute(Tuple.of((Object) keys.stream().map(key -> key.getString("task")).toArray(String[]::new),
                (Object) keys.stream().map(key -> key.getString("key")).toArray(String[]::new),
                (Object) keys.stream().map(key -> key.getUUID("run_id")).toArray(UUID[]::new)));
    }

    private record Done(List<UUID> ids, InsertRuns.Written written) {}

    private Future<List<UUID>> ids(SqlConnection connection, List<NewRun> runs, InsertRuns.Written written) {
        List<NewRun> repeated = runs.stream().filter(run -> written.existing().contains(run.id())).toList();
        if (repeated.isEmpty()) {
            return Future.succeededFuture(runs.stream().map(NewRun::id).toList());
        }
        String[] taskNames = repeated.stream().map(NewRun::task).toArray(String[]::new);
        String[] keys = repeated.stream().map(NewRun::idempotencyKey).toArray(String[]::new);
        return connection.preparedQuery(RUNS_OF_KEYS).execute(Tuple.of((Object) taskNames, (Object) keys)).map(rows -> {
            Map<Key, Existing> existing = new HashMap<>();
            List<Row> stale = new ArrayList<>(0);
            for (Row row : rows) {
                if (row.getBoolean("gone")) {
                    stale.add(row);
                }
                existing.put(new Key(row.getString(0), row.getString(1)), new Existing(row.getUUID(2), row.getBuffer(3).getBytes()));
            }
            if (!stale.isEmpty()) {
                throw new StaleKeysException(stale);
            }
            List<Fault> faults = new ArrayList<>();
            List<UUID> ids = new ArrayList<>(runs.size());
            List<UUID> own = runs.stream().map(NewRun::id).toList();
            for (int i = 0; i < runs.size(); i++) {
                NewRun run = runs.get(i);
                if (!written.existing().contains(run.id())) {
                    ids.add(run.id());
                    continue;
                }
                Existing earlier = existing.get(new Key(run.task(), run.idempotencyKey()));
                if (!Arrays.equals(earlier.hash(), run.bodyHash())) {
                    int item = own.indexOf(earlier.run());
                    faults.add(new Fault("/idempotency_key", item < 0 ? "was used with another body, for run " + earlier.run()
                            : "is that of item " + item + ", which has another body", i));
                }
                ids.add(earlier.run());
            }
            if (!faults.isEmpty()) {
                throw Problem.IDEMPOTENCY_CONFLICT.because("nothing was submitted: keys stand for other bodies", faults);
            }
            return ids;
        });
    }
}
