package io.offload.system.chaos;

import io.offload.system.Api;
import io.offload.system.Database;
import io.offload.system.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client of a {@link Load} asks for, again and again with the same idempotency key, until it is accepted.
 *
 * @param cancel whether the run is cancelled once it is accepted
 * @param mayEndAs the states that its runs may end in
 */
record Order(Way way, String task, String fields, boolean cancel, List<String> mayEndAs) {
    private static final int BATCH = 5;

    /** How runs are submitted. */
    enum Way {
        ONE,
        BATCH,
        SQL
    }

    static Order one(String task, String input, String... mayEndAs) {
        return new Order(Way.ONE, task, "\"input\":" + input, false, List.of(mayEndAs));
    }

    static Order delayed(String task, String input, String delay, String... mayEndAs) {
        return new Order(Way.ONE, task, "\"input\":%s,\"delay\":\"%s\"".formatted(input, delay), false, List.of(mayEndAs));
    }

    static Order cancelled(String task, String input, String... mayEndAs) {
        return new Order(Way.ONE, task, "\"input\":" + input, true, List.of(mayEndAs));
    }

    static Order batch(String task, String input, String... mayEndAs) {
        return new Order(Way.BATCH, task, "\"input\":" + input, false, List.of(mayEndAs));
    }

    /** In a transaction of the caller; no key: what is not known to be committed is not asked for again. */
    static Order sql(String task, String input, String... mayEndAs) {
        return new Order(Way.SQL, task, input, false, List.of(mayEndAs));
    }

    Reply submit(Api api, String key) {
        if (way == Way.ONE) {
            return api.submit(task, "{" + fields + "}", "Idempotency-Key", key);
        }
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            items.append(i == 0 ? "[" : ",").append("{\"task\":\"%s\",%s,\"idempotency_key\":\"%s-%d\"}".formatted(task, fields, key, i));
        }
        return api.post("/api/v1/runs/batch", items.append("]").toString());
    }

    /** The run, once it is committed. */
    String submit(Database database) {
        return database.rows("SELECT offload.submit(?, ?::json) AS id", task, fields).getFirst().get("id").toString();
    }

    /** The runs of an answer that accepts them. */
    List<String> runs(Reply reply) {
        if (way == Way.ONE) {
            return List.of(reply.json().get("id").asText());
        }
        List<String> ids = new ArrayList<>();
        reply.json().get("ids").forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
