package io.offload.worker.hook;

import static io.offload.store.Postgres.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.catalog.HookInvoker;
import io.offload.catalog.TaskCatalog;
import io.offload.catalog.TaskDefinition;
import io.offload.run.RunError;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.offload.task.FinishedRun;
import io.offload.tick.Ticker;
import io.offload.worker.complete.CompleteRuns;
import io.offload.worker.execute.RunInFlight;
import io.offload.worker.lease.WorkerSession;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Calls {@code onCompletion} and {@code onFailure}: of its own runs right after the commit, and every 2 s those that a lost worker left behind. The
 * due row goes when the hook has returned, so a crash in between calls it again.
 */
@Singleton
public class CallHooks {
    private static final Logger LOG = Logger.getLogger(CallHooks.class);
    private static final String TAKE = Sql.load(CallHooks.class, "take_due");
    private static final String FINISHED = Sql.load(CallHooks.class, "finished_run");
    private static final String CALLED = Sql.load(CallHooks.class, "hook_called");
    private static final String FORGET = "DELETE FROM hook_due WHERE run_id = $1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long EVERY_MS = 2000;
    private static final int AT_ONCE = 16;
    /** More are left in their table, from where they are taken later. */
    private static final int MOST_WAITING = 10_000;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private final Ticker ticker;
    private final Postgres postgres;
    private final TaskCatalog catalog;
    private final WorkerSession session;
    private final Semaphore calling = new Semaphore(AT_ONCE);
    private final Set<String> called = ConcurrentHashMap.newKeySet();

    @Inject
    public CallHooks(Ticker ticker, Postgres postgres, TaskCatalog catalog, WorkerSession session, CompleteRuns complete) {
        this.ticker = ticker;
        this.postgres = postgres;
        this.catalog = catalog;
        this.session = session;
        complete.onEnded(this::ended);
    }

    public void start() {
        if (catalog.tasks().stream().anyMatch(TaskDefinition::hasHooks)) {
            ticker.every(EVERY_MS, this::takeOver);
        }
    }

    private void ended(RunInFlight run, String state) {
        if (state.equals("COMPLETED") && run.definition().onCompletion().isPresent()) {
            callSoon(run.id(), "onCompletion");
        } else if (state.equals("FAILED") && run.definition().onFailure().isPresent()) {
            callSoon(run.id(), "onFailure");
        }
    }

    private void takeOver() {
        String[] tasks = catalog.tasks().stream().filter(TaskDefinition::hasHooks).map(TaskDefinition::name).toArray(String[]::new);
        postgres.pool().preparedQuery(TAKE).execute(Tuple.of(session.id(), (Object) tasks, AT_ONCE)).onSuccess(rows -> {
            for (Row row : rows) {
                callSoon(row.getUUID(0), row.getString(1));
            }
        }).onFailure(cause -> LOG.debugf("hooks that are due could not be read: %s", cause.toString()));
    }

    private void callSoon(UUID run, String kind) {
        String call = run + kind;
        if (called.size() >= MOST_WAITING || !called.add(call)) {
            return; // too many wait, or it takes long
        }
        Thread.ofVirtual().name("offload-hook-" + run).start(() -> {
            calling.acquireUninterruptibly();
            try {
                call(run, kind);
            } catch (RuntimeException e) {
                LOG.warnf("hook %s of run %s could not be recorded, it is called again: %s", kind, run, e.toString());
            } finally {
                calling.release();
                called.remove(call);
            }
        });
    }

    private void call(UUID id, String kind) {
        var rows = await(postgres.pool().preparedQuery(FINISHED).execute(Tuple.of(id)), LIMIT);
        if (rows.size() == 0) { // removed with all that belongs to it
            await(postgres.pool().preparedQuery(FORGET).execute(Tuple.of(id)), LIMIT);
            return;
        }
        Row row = rows.iterator().next();
        Optional<HookInvoker> hook = catalog.find(row.getString("task"))
                .flatMap(task -> kind.equals("onCompletion") ? task.onCompletion() : task.onFailure());
        String outcome = hook.isEmpty() ? kind + " is no longer declared" : invoke(hook.get(), kind, row);
        await(postgres.pool().preparedQuery(CALLED).execute(Tuple.of(id, kind, outcome, session.id())), LIMIT);
    }

    /** On a thread of its own, which is left behind when it does not even end when it is interrupted: others wait for its place. */
    private static String invoke(HookInvoker hook, String kind, Row row) {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread call = Thread.ofVirtual().name("offload-hook-call-" + row.getUUID("id")).start(() -> {
            try {
                hook.invoke(new FinishedRun(row.getUUID("id"), row.getString("task"), row.getString("state"), row.getInteger("attempt"),
                        json(row.getString("input")), json(row.getString("result")), row.getString("error_type"), row.getString("error_message")));
                outcome.complete(kind + " hook returned");
            } catch (Throwable thrown) {
                RunError failure = RunError.of(thrown);
                LOG.warnf("%s hook of run %s failed: %s: %s", kind, row.getUUID("id"), failure.type(), failure.message());
                String message = failure.message().isEmpty() ? "" : ": " + failure.message();
                outcome.complete(RunError.storable(kind + " hook failed: " + failure.type() + message, 1000));
            }
        });
        try {
            return outcome.get(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.interrupt();
            LOG.warnf("%s hook of run %s did not end within %s and was interrupted", kind, row.getUUID("id"), LONGEST_CALL);
            return kind + " hook failed: it did not end within " + LONGEST_CALL + " and was interrupted";
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return text == null ? null : JSON.readTree(text);
    }
}
