package io.offload.api.submit;

import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.wait.FreshRuns;
import io.offload.command.CommandBatch;
import io.offload.command.CommandPublisher;
import io.offload.command.TaskRunCommand;
import io.offload.store.GroupCommit;
import io.offload.store.Pace;
import io.offload.store.Postgres;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** Inserts runs of many callers in one statement, tells each after the commit, and gives their commands to the publisher. */
@Singleton
public class InsertRuns {
    private static final int LANES = 2;
    private static final int AT_ONCE = 1000;

    private final CommandPublisher publisher;
    private final FreshRuns fresh;
    private final GroupCommit<Submission> submissions;
    private final LongAdder inserted = new LongAdder();
    private final LongAdder flushes = new LongAdder();

    /**
     * What became of a submission.
     *
     * @param at when, on the database's clock
     * @param existing ids of runs whose idempotency key was there before: they were not inserted
     */
    public record Inserted(Instant at, Set<UUID> existing) {}

    private record Submission(List<NewRun> runs, Promise<Inserted> inserted) {}

    @Inject
    public InsertRuns(Vertx vertx, Postgres postgres, CommandPublisher publisher, FreshRuns fresh, SubmitConfig config) {
        this.publisher = publisher;
        this.fresh = fresh;
        // callers wait for the answer: half of 128 that post as fast as they can are enough
        Pace pace = new Pace(Duration.ofMillis(3), Duration.ofNanos(125_000), Duration.ofMillis(12), 200);
        this.submissions = new GroupCommit<>("submissions", vertx, postgres.pipeline(), LANES, AT_ONCE, config.maxWaiting(), pace, new Inserting());
    }

    /**
     * Inserts these runs, all or none. Fails with {@link Problem#UNAVAILABLE} when Postgres is away or too many wait, and with
     * {@link Problem#INVALID} when the database refuses a value.
     */
    public Future<Inserted> insert(List<NewRun> runs) {
        Promise<Inserted> inserted = Promise.promise();
        if (!submissions.offer(new Submission(runs, inserted))) {
            inserted.fail(Problem.UNAVAILABLE.because("too many submissions are waiting"));
        }
        return inserted.future();
    }

    /** Runs accepted since the start. */
    public long inserted() {
        return inserted.sum();
    }

    /** Statements that accepted them. */
    public long flushes() {
        return flushes.sum();
    }

    /** Submissions that wait for their statement. */
    public int waiting() {
        return submissions.waiting();
    }

    /** What the statement's rows say: when, which keys existed, and which command batches are to be sent. */
    record Written(Instant at, Set<UUID> existing, Map<String, UUID> batches) {

        static Written read(List<NewRun> runs, RowSet<Row> rows) {
            Instant at = null;
            Map<String, UUID> batches = new HashMap<>();
            Set<UUID> newKeys = new HashSet<>();
            for (Row row : rows) {
                switch (row.getString(0)) {
                    case "T" -> at = row.getOffsetDateTime(3).toInstant();
                    case "B" -> {
                        batches.put(row.getString(2), row.getUUID(1));
                        at = row.getOffsetDateTime(3).toInstant();
                    }
                    default -> newKeys.add(row.getUUID(1));
                }
            }
            Set<UUID> existing = Set.of();
            for (NewRun run : runs) {
                if (run.idempotencyKey() != null && !newKeys.contains(run.id())) {
                    existing = existing.isEmpty() ? new HashSet<>() : existing;
                    existing.add(run.id());
                }
            }
            return new Written(at, existing, batches);
        }
    }

    /** Sends the commands of runs that have been committed. */
    void publish(List<NewRun> runs, Written written) {
        flushes.increment();
        inserted.add(runs.size() - written.existing().size());
        Map<String, List<CommandBatch.Entry>> byQueue = new HashMap<>();
        for (NewRun run : runs) {
            if (!written.existing().contains(run.id()) && !run.waits(written.at())) {
                fresh.accepted(run.id());
                byQueue.computeIfAbsent(run.queue(), ignored -> new ArrayList<>(runs.size()))
                        .add(new CommandBatch.Entry(new TaskRunCommand(run.id(), run.task(), run.queue(), run.inputJson()), run.traceparent()));
            }
        }
        byQueue.forEach((queue, entries) -> publisher.publish(new CommandBatch(written.batches().get(queue), queue, entries)));
    }

    private final class Inserting implements GroupCommit.Batch<Submission> {
        @Override
        public int weight(Submission item) {
            int weight = 0;
            for (NewRun run : item.runs()) {
                weight += run.inputJson().length();
            }
            return weight;
        }

        @Override
        public int rows(Submission item) {
            return item.runs().size();
        }

        @Override
        public Future<RowSet<Row>> write(SqlConnection connection, List<Submission> items) {
            return InsertStatement.write(connection, runs(items));
        }

        private List<NewRun> runs(List<Submission> items) {
            if (items.size() == 1) {
                return items.get(0).runs();
            }
            List<NewRun> runs = new ArrayList<>(items.size());
            items.forEach(item -> runs.addAll(item.runs()));
            return runs;
        }

        @Override
        public void written(List<Submission> items, RowSet<Row> rows) {
            List<NewRun> runs = runs(items);
            Written written = Written.read(runs, rows);
            publish(runs, written);
            Inserted inserted = new Inserted(written.at(), written.existing());
            items.forEach(item -> item.inserted().complete(inserted));
        }

        @Override
        public void refused(Submission item, PgException reason) {
            item.inserted().fail(Problem.INVALID.because("the database refused the run: " + reason.getErrorMessage(),
                    List.of(new Fault("", reason.getErrorMessage()))));
        }

        @Override
        public boolean unknown(List<Submission> items, Throwable cause) {
            items.forEach(item -> item.inserted().fail(Problem.UNAVAILABLE.because(
                    "the database does not answer; whether the run was accepted is unknown, an idempotency key makes a retry safe")));
            return false;
        }
    }
}
