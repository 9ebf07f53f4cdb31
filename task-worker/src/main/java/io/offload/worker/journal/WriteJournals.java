package io.offload.worker.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.event.EventPublisher;
import io.offload.event.RunEvent;
import io.offload.store.GroupCommit;
import io.offload.store.Pace;
import io.offload.store.Postgres;
import io.offload.store.RunIds;
import io.offload.store.Sql;
import io.offload.tick.Ticker;
import io.offload.worker.execute.RunInFlight;
import io.offload.worker.execute.RunsInFlight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Stores journals: of all runs in flight each second, and of a finished attempt before its outcome is written. */
@Singleton
public class WriteJournals {
    private static final Logger LOG = Logger.getLogger(WriteJournals.class);
    private static final String WRITE = Sql.load(WriteJournals.class, "write_journals");
    private static final String STORED_BEFORE =
            "SELECT coalesce(max(seq), 0), coalesce(sum(length(message)), 0) FROM run_log WHERE run_id = $1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 200;

    private final Ticker ticker;
    private final Postgres postgres;
    private final RunsInFlight runs;
    private final EventPublisher events;
    private final GroupCommit<Entry> entries;

    private record Entry(RunJournal journal, RunJournal.Page page, Runnable then) {}

    @Inject
    public WriteJournals(Vertx vertx, Ticker ticker, Postgres postgres, RunsInFlight runs, EventPublisher events) {
        this.ticker = ticker;
        this.postgres = postgres;
        this.runs = runs;
        this.events = events;
        // one lane: a page that is being stored precedes the last one, and so the outcome
        this.entries = new GroupCommit<>("journals", vertx, postgres.pipeline(), 1, AT_ONCE, Integer.MAX_VALUE, Pace.none(), new Writing());
    }

    /** Starts storing journals each second. */
    public void start() {
        ticker.every(1000, () -> {
            for (RunInFlight run : runs.all()) {
                if (run.journal().hasNews()) {
                    store(run.journal(), () -> {});
                }
            }
        });
    }

    /**
     * Stores what is left of a finished attempt's journal.
     *
     * @param then called when it is stored, at once when there is nothing
     */
    public void finish(RunJournal journal, Runnable then) {
        journal.close();
        if (journal.hasNews() || journal.isStoring()) {
            store(journal, then);
        } else {
            then.run();
        }
    }

    private void store(RunJournal journal, Runnable then) {
        entries.offer(new Entry(journal, journal.take(), then));
    }

    /** Lets the journal of a second or later attempt count what its predecessors have stored. */
    public void continueEarlier(RunInFlight run) {
        if (run.attempt() > 1 && run.definition().captureLogs()) {
            postgres.pool().preparedQuery(STORED_BEFORE).execute(Tuple.of(run.id())).onSuccess(rows -> {
                Row row = rows.iterator().next();
                run.journal().continueAfter(row.getInteger(0), row.getLong(1));
            });
        }
    }

    private final class Writing implements GroupCommit.Batch<Entry> {
        @Override
        public int weight(Entry entry) {
            return entry.page().lines().stream().mapToInt(line -> line.message().length()).sum();
        }

        @Override
        public Future<RowSet<Row>> write(SqlConnection connection, List<Entry> items) {
            List<UUID> ids = new ArrayList<>();
            List<Integer> attempts = new ArrayList<>();
            List<String> progress = new ArrayList<>();
            List<UUID> lineIds = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            List<OffsetDateTime> times = new ArrayList<>();
            List<String> levels = new ArrayList<>();
            List<String> messages = new ArrayList<>();
            long session = items.stream().mapToLong(entry -> entry.journal().run().claim().session()).max().getAsLong();
            for (Entry entry : items) {
                RunInFlight run = entry.journal().run();
                int known = ids.indexOf(run.id());
                if (known < 0) {
                    ids.add(run.id());
                    attempts.add(run.attempt());
                    progress.add(progressJson(entry.page().progress()));
                } else if (entry.page().progress() != null) {
                    progress.set(known, progressJson(entry.page().progress()));
                }
                int place = (int) lineIds.stream().filter(run.id()::equals).count();
                for (LogLine line : entry.page().lines()) {
                    lineIds.add(run.id());
                    places.add(++place);
                    times.add(line.at().atOffset(ZoneOffset.UTC));
                    levels.add(line.level());
                    messages.add(line.message());
                }
            }
            RunIds bounds = RunIds.boundsOf(ids.toArray(UUID[]::new));
            Tuple parameters = Tuple.tuple();
            parameters.addLong(session).addUUID(bounds.lowest()).addUUID(bounds.highest());
            parameters.addArrayOfUUID(ids.toArray(UUID[]::new)).addArrayOfInteger(attempts.toArray(Integer[]::new))
                    .addArrayOfString(progress.toArray(String[]::new));
            parameters.addArrayOfUUID(lineIds.toArray(UUID[]::new)).addArrayOfInteger(places.toArray(Integer[]::new))
                    .addArrayOfOffsetDateTime(times.toArray(OffsetDateTime[]::new)).addArrayOfString(levels.toArray(String[]::new))
                    .addArrayOfString(messages.toArray(String[]::new));
            return connection.preparedQuery(WRITE).execute(parameters);
        }

        private String progressJson(RunJournal.Progress progress) {
            if (progress == null) {
                return null;
            }
            ObjectNode json = JSON.createObjectNode();
            json.put("fraction", progress.fraction());
            json.put("message", progress.message());
            return json.toString();
        }

        @Override
        public void written(List<Entry> items, RowSet<Row> rows) {
            List<RunEvent> news = new ArrayList<>();
            for (Entry entry : items) {
                RunInFlight run = entry.journal().run();
                news.add(new RunEvent(entry.page().lines().isEmpty() ? "progress" : "log", run.id(), run.task(), run.definition().queue(), 0,
                        run.attempt(), null, null, Instant.now()));
                entry.journal().stored();
                entry.then().run();
            }
            events.publish(news);
        }

        @Override
        public void refused(Entry entry, PgException reason) {
            LOG.warnf("%d log lines of run %s could not be stored: %s", entry.page().lines().size(), entry.journal().run().id(), reason.getErrorMessage());
            entry.journal().stored();
            entry.then().run();
        }

        @Override
        public boolean unknown(List<Entry> items, Throwable cause) {
            return true;
        }
    }
}
