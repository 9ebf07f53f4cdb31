package io.offload.worker.complete;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.event.EndNotification;
import io.offload.run.RunError;
import io.offload.run.RunState;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns outcomes into the arrays of one fenced UPDATE: a short one when all of them returned a value and need nothing else, the long one otherwise. */
final class OutcomeStatement {
    private static final String COMPLETE = Sql.load(OutcomeStatement.class, "complete_runs");
    private static final String COMPLETE_PLAIN = Sql.load(OutcomeStatement.class, "complete_plain");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MESSAGE = 1000;

    private OutcomeStatement() {}

    /**
     * Writes the outcomes of the newest session among them; those of earlier ones match no row.
     *
     * @param doneBatches claim batches whose rows go with them
     * @param worker who notifies those that wait for these runs, when all of them returned a small value; null for nobody
     */
    static Future<RowSet<Row>> write(SqlConnection connection, List<Outcome> items, UUID[] doneBatches, String worker) {
        long session = items.stream().mapToLong(outcome -> outcome.batch().session()).max().getAsLong();
        List<Outcome> ordered = new ArrayList<>(items);
        ordered.sort((a, b) -> RunIds.compare(a.id(), b.id()));
        int n = ordered.size();
        UUID[] ids = new UUID[n];
        Integer[] attempts = new Integer[n];
        String[] names = new String[n];
        String[] messages = new String[n];
        String[] results = new String[n];
        boolean plain = true;
        boolean notify = worker != null;
        for (int i = 0; i < n; i++) {
            Outcome outcome = ordered.get(i);
            RunState next = outcome.next();
            plain &= next instanceof RunState.Completed && outcome.hooks() == 0 && (outcome.run() == null || outcome.run().cacheKey() == null);
            ids[i] = outcome.id();
            attempts[i] = outcome.batch().session() == session ? outcome.attempt() : Integer.valueOf(-1);
            names[i] = next.name();
            messages[i] = next.message() == null ? null : RunError.storable(next.message(), LONGEST_MESSAGE);
            results[i] = outcome.resultJson();
            notify = notify && EndNotification.fits(results[i], messages[i], worker);
        }
        Tuple parameters = Tuple.tuple();
        parameters.addLong(session).addUUID(ids[0]).addUUID(ids[n - 1]).addArrayOfUUID(ids).addArrayOfInteger(attempts);
        if (plain) {
            parameters.addArrayOfString(names).addArrayOfString(messages).addArrayOfString(results).addArrayOfUUID(doneBatches)
                    .addBoolean(notify).addString(worker);
            return connection.preparedQuery(COMPLETE_PLAIN).execute(parameters);
        }
        addRest(parameters, ordered, names, messages, results);
        return connection.preparedQuery(COMPLETE).execute(parameters.addArrayOfUUID(doneBatches));
    }

    private static void addRest(Tuple parameters, List<Outcome> ordered, String[] names, String[] messages, String[] results) {
        int n = ordered.size();
        String[] states = new String[n];
        String[] errors = new String[n];
        Long[] delays = new Long[n];
        Integer[] hooks = new Integer[n];
        Buffer[] cacheKeys = new Buffer[n];
        Long[] cacheMillis = new Long[n];
        for (int i = 0; i < n; i++) {
            Outcome outcome = ordered.get(i);
            states[i] = outcome.next().type().name();
            errors[i] = errorJson(outcome.error());
            delays[i] = outcome.delayMillis();
            hooks[i] = outcome.hooks();
            if (outcome.run() != null && outcome.run().cacheKey() != null) {
                cacheKeys[i] = Buffer.buffer(outcome.run().cacheKey());
                cacheMillis[i] = outcome.run().definition().cache().expiration().map(Duration::toMillis).orElse(null);
            }
        }
        parameters.addArrayOfString(states).addArrayOfString(names).addArrayOfString(messages).addArrayOfString(results).addArrayOfString(errors)
                .addArrayOfLong(delays).addArrayOfInteger(hooks).addArrayOfBuffer(cacheKeys).addArrayOfLong(cacheMillis);
    }

    private static String errorJson(RunError error) {
        if (error == null) {
            return null;
        }
        Map<String, String> json = new LinkedHashMap<>();
        json.put("type", error.type());
        json.put("message", error.message());
        json.put("stack_trace", error.stackTrace());
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("three strings could not be written as JSON", e);
        }
    }
}
