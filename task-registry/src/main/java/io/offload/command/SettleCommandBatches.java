package io.offload.command;

import static io.offload.store.Postgres.await;

import io.offload.kafka.Topics;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Finds commands that vanished. A batch stays in its table until the group's committed offset has passed it; runs of it that are still PENDING at
 * two checks 5 s apart are sent again, and so is a batch whose topic was deleted and made again, or whose records lie beyond the log's end. One
 * that merely waits in the topic is never sent again. No clock and no Kafka timestamp decides.
 */
@Singleton
public class SettleCommandBatches implements Sweep {
    private static final Logger LOG = Logger.getLogger(SettleCommandBatches.class);
    private static final String QUEUES = "SELECT DISTINCT queue FROM command_batch WHERE topic_id IS NOT NULL";
    private static final String BATCHES = Sql.load(SettleCommandBatches.class, "settleable_batches");
    private static final String STILL_PENDING = Sql.load(SettleCommandBatches.class, "still_pending");
    private static final String FORGET = "DELETE FROM command_batch WHERE id = ANY ($1)";
    private static final String CHECKED = "UPDATE command_batch SET checked_at = now(), run_ids = $2 WHERE id = $1";
    private static final String SEND_AGAIN = "INSERT INTO command_batch (queue, run_ids, eligible_at) VALUES ($1, $2, now())";
    private static final Duration WHILE_BATCHES_PASS = Duration.ofSeconds(1);
    /** Each look asks Kafka three times; commands that only wait, perhaps for hours, need no more. */
    private static final Duration WHILE_NOTHING_MOVES = Duration.ofSeconds(3);
    private static final int AT_ONCE = 2000;
    private static final int RUNS_AT_ONCE = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Topics topics;
    private final Admin admin;
    private final AtomicLong sentAgain = new AtomicLong();
    private volatile Duration interval = WHILE_BATCHES_PASS;

    @Inject
    public SettleCommandBatches(Topics topics, Admin admin) {
        this.topics = topics;
        this.admin = admin;
    }

    @Override
    public String name() {
        return "settle-commands";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    /** Runs whose command this process has found vanished since it started. */
    public long sentAgain() {
        return sentAgain.get();
    }

    @Override
    public String mayHaveWork() {
        return "EXISTS (SELECT FROM command_batch WHERE topic_id IS NOT NULL)";
    }

    @Override
    public AfterCommit run(SqlConnection connection) {
        int most = 0;
        for (Row row : await(connection.preparedQuery(QUEUES).execute(), LIMIT)) {
            most = Math.max(most, settle(connection, row.getString(0)));
        }
        interval = most == 0 ? WHILE_NOTHING_MOVES : WHILE_BATCHES_PASS;
        boolean again = most == AT_ONCE;
        return () -> again;
    }

    /** Batches that were passed, at most {@link #AT_ONCE}. */
    private int settle(SqlConnection connection, String queue) {
        QueueLog log = read(queue);
        List<Passed> passed = new ArrayList<>();
        int found = 0;
        boolean readSince = false;
        Tuple position = Tuple.of(queue, log.topicId(), (Object) log.committed(), (Object) log.ends(), AT_ONCE);
        for (Row row : await(connection.preparedQuery(BATCHES).execute(position), LIMIT)) {
            found++;
            boolean vanished = row.getBoolean("topic_replaced");
            if (!vanished && row.getLong("last_offset") >= log.end(row.getInteger("partition"))) {
                // perhaps it was acknowledged after the ends were read: ends read after these rows can tell, once for all of them
                if (!readSince) {
                    log = read(queue);
                    readSince = true;
                }
                vanished = row.getLong("last_offset") >= log.end(row.getInteger("partition"));
                if (!vanished) {
                    continue;
                }
            }
            passed.add(new Passed(row.getUUID("id"), row.getArrayOfUUIDs("run_ids"), vanished, Boolean.TRUE.equals(row.getBoolean("checked_before"))));
        }
        Set<UUID> pending = pending(connection, passed);
        List<UUID> settled = new ArrayList<>();
        List<Tuple> sent = new ArrayList<>();
        List<Tuple> checked = new ArrayList<>();
        for (Passed batch : passed) {
            UUID[] waiting = Arrays.stream(batch.runs()).filter(pending::contains).toArray(UUID[]::new);
            if (waiting.length == 0) {
                settled.add(batch.id());
            } else if (batch.vanished() || batch.checkedBefore()) {
                settled.add(batch.id());
                sent.add(Tuple.of(queue, (Object) waiting));
                sentAgain.addAndGet(waiting.length);
                LOG.infof("%d commands of queue %s vanished (%s); they are sent again", waiting.length, queue,
                        batch.vanished() ? "Kafka no longer has them" : "consumed and not claimed");
            } else {
                checked.add(Tuple.of(batch.id(), (Object) waiting));
            }
        }
        if (!sent.isEmpty()) {
            await(connection.preparedQuery(SEND_AGAIN).executeBatch(sent), LIMIT);
        }
        if (!checked.isEmpty()) {
            await(connection.preparedQuery(CHECKED).executeBatch(checked), LIMIT);
        }
        if (!settled.isEmpty()) {
            await(connection.preparedQuery(FORGET).execute(Tuple.of((Object) settled.toArray(UUID[]::new))), LIMIT);
        }
        return found;
    }

    /** A batch whose commands no worker will consume any more: the group is past them, or Kafka has lost them. */
    private record Passed(UUID id, UUID[] runs, boolean vanished, boolean checkedBefore) {
    }

    /** Those runs of all these batches that are still PENDING, read by {@link #RUNS_AT_ONCE}: a busy system passes hundreds of small batches a second. */
    private static Set<UUID> pending(SqlConnection connection, List<Passed> batches) {
        UUID[] all = batches.stream().flatMap(batch -> Arrays.stream(batch.runs())).toArray(UUID[]::new);
        Set<UUID> pending = new HashSet<>();
        for (int from = 0; from < all.length; from += RUNS_AT_ONCE) {
            UUID[] ids = Arrays.copyOfRange(all, from, Math.min(all.length, from + RUNS_AT_ONCE));
            RunIds bounds = RunIds.boundsOf(ids);
            Tuple parameters = Tuple.of((Object) ids, bounds.lowest(), bounds.highest());
            for (Row run : await(connection.preparedQuery(STILL_PENDING).execute(parameters), LIMIT)) {
                pending.add(run.getUUID(0));
            }
        }
        return pending;
    }

    /** Where a queue's topic ends and how far its workers have come, both by partition. */
    private record QueueLog(String topicId, Long[] ends, Long[] committed) {
        long end(int partition) {
            return partition < ends.length ? ends[partition] : 0;
        }
    }

    private QueueLog read(String queue) {
        String name = Topics.commands(queue);
        Topics.Topic topic = topics.describe(name);
        if (topic == null) {
            topics.ensure(List.of(queue));
            topic = topics.describe(name);
        }
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            wanted.put(new TopicPartition(name, partition), OffsetSpec.latest());
        }
        Long[] ends = zeros(topic.partitions());
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : Topics.await(admin.listOffsets(wanted).all()).entrySet()) {
            ends[end.getKey().partition()] = end.getValue().offset();
        }
        Long[] committed = zeros(topic.partitions());
        Map<TopicPartition, OffsetAndMetadata> offsets =
                Topics.await(admin.listConsumerGroupOffsets(Topics.group(queue)).partitionsToOffsetAndMetadata());
        offsets.forEach((partition, offset) -> {
            if (offset != null && partition.topic().equals(name) && partition.partition() < committed.length) {
                committed[partition.partition()] = offset.offset();
            }
        });
        return new QueueLog(topic.id(), ends, committed);
    }

    private static Long[] zeros(int n) {
        Long[] zeros = new Long[n];
        Arrays.fill(zeros, 0L);
        return zeros;
    }
}
