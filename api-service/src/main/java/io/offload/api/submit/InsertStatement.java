package io.offload.api.submit;

import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Turns runs into the arrays of one statement: a short one when all of them are plain, with long inputs or without, and the full one otherwise. */
final class InsertStatement {
    private static final String INSERT = Sql.load(InsertStatement.class, "submit_runs");
    private static final String INSERT_PLAIN = Sql.load(InsertStatement.class, "submit_plain");
    private static final String INSERT_PLAIN_LONG = Sql.load(InsertStatement.class, "submit_plain_long");
    /** Characters from which on an input is kept beside its run, where no update copies it. */
    private static final int LONG = 501;

    private InsertStatement() {}

    static Future<RowSet<Row>> write(SqlConnection connection, List<NewRun> runs) {
        int n = runs.size();
        UUID[] ids = new UUID[n];
        String[] tasks = new String[n];
        String[] queues = new String[n];
        String[] names = new String[n];
        String[] inputs = new String[n];
        Integer[] maxAttempts = new Integer[n];
        UUID[] rerunOf = new UUID[n];
        String[] traceparents = new String[n];
        boolean plain = true;
        int longInputs = 0;
        for (int i = 0; i < n; i++) {
            NewRun run = runs.get(i);
            plain &= run.tags().isEmpty() && run.scheduledFor() == null && run.idempotencyKey() == null;
            ids[i] = run.id();
            tasks[i] = run.task();
            queues[i] = run.queue();
            names[i] = run.name();
            inputs[i] = run.inputJson();
            longInputs += isLong(run) ? 1 : 0;
            maxAttempts[i] = run.maxAttempts();
            rerunOf[i] = run.rerunOf();
            traceparents[i] = run.traceparent();
        }
        Tuple parameters = Tuple.tuple().addArrayOfUUID(ids).addArrayOfString(tasks).addArrayOfString(queues).addArrayOfString(names);
        if (plain) {
            UUID[] longIds = new UUID[longInputs];
            String[] longOnes = new String[longInputs];
            for (int i = 0, at = 0; at < longInputs; i++) {
                if (isLong(runs.get(i))) {
                    longIds[at] = ids[i];
                    longOnes[at++] = inputs[i];
                    inputs[i] = null;
                }
            }
            parameters.addArrayOfString(inputs).addArrayOfInteger(maxAttempts).addArrayOfUUID(rerunOf).addArrayOfString(traceparents);
            return longInputs == 0
                    ? connection.preparedQuery(INSERT_PLAIN).execute(parameters)
                    : connection.preparedQuery(INSERT_PLAIN_LONG).execute(parameters.addArrayOfUUID(longIds).addArrayOfString(longOnes));
        }
        String[] tags = new String[n];
        OffsetDateTime[] scheduledFor = new OffsetDateTime[n];
        String[] keys = new String[n];
        Buffer[] hashes = new Buffer[n];
        Boolean[] longInput = new Boolean[n];
        for (int i = 0; i < n; i++) {
            NewRun run = runs.get(i);
            tags[i] = run.tags().isEmpty() ? null : String.join(",", run.tags());
            scheduledFor[i] = run.scheduledFor() == null ? null : run.scheduledFor().atOffset(ZoneOffset.UTC);
            keys[i] = run.idempotencyKey();
            hashes[i] = run.bodyHash() == null ? null : Buffer.buffer(run.bodyHash());
            longInput[i] = isLong(run);
        }
        parameters.addArrayOfString(tags).addArrayOfString(inputs).addArrayOfInteger(maxAttempts).addArrayOfOffsetDateTime(scheduledFor)
                .addArrayOfUUID(rerunOf).addArrayOfString(traceparents).addArrayOfString(keys).addArrayOfBuffer(hashes)
                .addArrayOfBoolean(longInput);
        return connection.preparedQuery(INSERT).execute(parameters);
    }

    private static boolean isLong(NewRun run) {
        return run.inputJson().length() >= LONG;
    }
}
