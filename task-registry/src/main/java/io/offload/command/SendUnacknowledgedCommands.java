package io.offload.command;

import static io.offload.store.Postgres.await;

import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.offload.sweep.Sweep;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends the commands of batches that Kafka has not acknowledged: those of SQL submissions and sweeps at once, those of an API instance that died
 * or could not reach Kafka when its time to do so itself is over. Batches are put off before they are sent, so that an unreachable Kafka is
 * asked again only after 12 s, longer than the producer keeps trying.
 */
@Singleton
public class SendUnacknowledgedCommands implements Sweep {
    private static final String BATCHES = Sql.load(SendUnacknowledgedCommands.class, "unacknowledged_batches");
    private static final String COMMANDS = Sql.load(SendUnacknowledgedCommands.class, "commands_of");
    private static final String PUT_OFF = "UPDATE command_batch SET eligible_at = now() + interval '12 s' WHERE id = ANY ($1)";
    private static final String FORGET = "DELETE FROM command_batch WHERE id = ANY ($1)";
    private static final int BATCHES_AT_ONCE = 50;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CommandPublisher publisher;

    @Inject
    public SendUnacknowledgedCommands(CommandPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public String name() {
        return "send-unacknowledged";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(250);
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM command_batch WHERE topic_id IS NULL AND eligible_at <= now())";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        List<CommandBatch> batches = new ArrayList<>();
        List<UUID> done = new ArrayList<>();
        int found = 0;
        for (Row row : await(connection.preparedQuery(BATCHES).execute(Tuple.of(BATCHES_AT_ONCE)), LIMIT)) {
            found++;
            CommandBatch batch = read(connection, row);
            if (batch.entries().isEmpty()) {
                done.add(batch.id());
            } else {
                batches.add(batch);
            }
        }
        if (!done.isEmpty()) {
            await(connection.preparedQuery(FORGET).execute(Tuple.of((Object) done.toArray(UUID[]::new))), LIMIT);
        }
        if (!batches.isEmpty()) {
            UUID[] ids = batches.stream().map(CommandBatch::id).toArray(UUID[]::new);
            await(connection.preparedQuery(PUT_OFF).execute(Tuple.of((Object) ids)), LIMIT);
        }
        boolean full = found == BATCHES_AT_ONCE;
        return () -> {
            batches.forEach(publisher::publish);
            return full;
        };
    }

    private static CommandBatch read(SqlConnection connection, Row row) {
        UUID[] ids = row.getArrayOfUUIDs("run_ids");
        RunIds bounds = RunIds.boundsOf(ids);
        Map<UUID, CommandBatch.Entry> entries = new LinkedHashMap<>();
        Tuple parameters = Tuple.of((Object) ids, bounds.lowest(), bounds.highest(), TaskRunCommand.MAX_INLINE_INPUT);
        for (Row run : await(connection.preparedQuery(COMMANDS).execute(parameters), LIMIT)) {
            TaskRunCommand command = new TaskRunCommand(run.getUUID("id"), run.getString("task"), run.getString("queue"), run.getString("input"));
            entries.put(command.id(), new CommandBatch.Entry(command, run.getString("traceparent")));
        }
        return new CommandBatch(row.getUUID("id"), row.getString("queue"), List.copyOf(entries.values()));
    }
}
