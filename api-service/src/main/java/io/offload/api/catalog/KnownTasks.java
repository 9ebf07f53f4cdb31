package io.offload.api.catalog;

import io.offload.api.problem.Problem;
import io.offload.catalog.PublishedTask;
import io.offload.schema.InputSchema;
import io.offload.schema.RunNameTemplate;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.offload.tick.Ticker;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** The published tasks, read again each second, and at once for a name that is not known. A lookup of a known task costs a map access. */
@Singleton
public class KnownTasks {
    private static final Logger LOG = Logger.getLogger(KnownTasks.class);
    private static final String READ = Sql.load(KnownTasks.class, "published_tasks");
    private static final long EVERY_MS = 1000;

    private final Postgres postgres;
    private final Ticker ticker;
    private volatile Map<String, KnownTask> byName = Map.of();

    @Inject
    public KnownTasks(Postgres postgres, Ticker ticker) {
        this.postgres = postgres;
        this.ticker = ticker;
    }

    void start(@Observes StartupEvent event) {
        Postgres.await(read(), Duration.ofSeconds(10));
        ticker.every(EVERY_MS, () -> read().onFailure(cause -> LOG.debugf("tasks could not be read: %s", cause.toString())));
    }

    /** All published tasks by name, as of the last second. */
    public Collection<KnownTask> all() {
        return byName.values();
    }

    /** The task as of the last second; null when it was not published by then. */
    public KnownTask find(String name) {
        return byName.get(name);
    }

    /** The task, asking the database when it is not known; fails with {@link Problem#UNKNOWN_TASK}. */
    public Future<KnownTask> get(String name) {
        KnownTask known = byName.get(name);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return read().compose(ignored -> {
            KnownTask fresh = byName.get(name);
            return fresh != null ? Future.succeededFuture(fresh) : Future.failedFuture(unknown(name));
        });
    }

    /** When the tasks have been read again: {@link #find} knows what was published until now. */
    public Future<Void> renewed() {
        return read();
    }

    public static RuntimeException unknown(String name) {
        return Problem.UNKNOWN_TASK.because("task \"" + name + "\" is unknown: no worker has ever published it");
    }

    private Future<Void> read() {
        return postgres.pool().preparedQuery(READ).execute().map(rows -> {
            byName = tasks(rows);
            return null;
        });
    }

    private Map<String, KnownTask> tasks(RowSet<Row> rows) {
        Map<String, KnownTask> before = byName;
        Map<String, KnownTask> now = new TreeMap<>();
        for (Row row : rows) {
            PublishedTask task = task(row);
            KnownTask known = before.get(task.name());
            boolean same = known != null && known.published().equals(task);
            try {
                now.put(task.name(), new KnownTask(
                        task,
                        same ? known.schema() : InputSchema.compile(task.inputSchema()),
                        same ? known.runName() : Optional.ofNullable(task.runName()).filter(name -> !name.isEmpty()).map(RunNameTemplate::parse),
                        row.getOffsetDateTime("published_at").toInstant()));
            } catch (IllegalArgumentException e) {
                LOG.warnf("task %s is not served: what its worker has published cannot be read: %s", task.name(), e.getMessage());
            }
        }
        return now;
    }

    private static PublishedTask task(Row row) {
        return new PublishedTask(row.getString("name"), row.getString("description"), row.getString("queue"),
                List.of(row.getArrayOfStrings("tags")), row.getString("options"), row.getString("run_name"), row.getInteger("max_attempts"),
                row.getString("input_schema"), row.getString("output_schema"), row.getString("source_digest"),
                Optional.ofNullable(row.getLong("retention_ms")).map(Duration::ofMillis));
    }
}
