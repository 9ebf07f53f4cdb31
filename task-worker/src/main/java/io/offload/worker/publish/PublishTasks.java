package io.offload.worker.publish;

import static io.offload.store.Postgres.await;

import io.offload.catalog.PublishedTask;
import io.offload.catalog.TaskCatalog;
import io.offload.catalog.TaskDefinition;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Publishes the catalog: one row a task, one a queue. The newest worker to start has the last word on a task's options and schemas. */
@Singleton
public class PublishTasks {
    private static final String PUBLISH = Sql.load(PublishTasks.class, "publish_task");
    private static final String QUEUE = "INSERT INTO queue (name) VALUES ($1) ON CONFLICT DO NOTHING";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Postgres postgres;
    private final TaskCatalog catalog;

    @Inject
    public PublishTasks(Postgres postgres, TaskCatalog catalog) {
        this.postgres = postgres;
        this.catalog = catalog;
    }

    /** Waits until everything is published. */
    public void publish(Collection<String> queues) {
        List<Tuple> names = queues.stream().sorted().map(queue -> (Tuple) Tuple.of(queue)).toList();
        if (!names.isEmpty()) {
            await(postgres.pool().preparedQuery(QUEUE).executeBatch(names), LIMIT);
        }
        List<Tuple> rows = new ArrayList<>();
        for (TaskDefinition definition : catalog.tasks()) {
            PublishedTask task = PublishedTask.of(definition);
            rows.add(Tuple.tuple().addString(task.name()).addString(task.description()).addString(task.queue())
                    .addArrayOfString(task.tags().toArray(String[]::new)).addString(task.runName()).addInteger(task.maxAttempts())
                    .addString(task.optionsJson()).addString(task.inputSchema()).addString(task.outputSchema()).addString(task.sourceDigest())
                    .addLong(task.retention().map(Duration::toMillis).orElse(null)).addBoolean(definition.onFailure().isPresent()));
        }
        if (!rows.isEmpty()) {
            await(postgres.pool().preparedQuery(PUBLISH).executeBatch(rows), LIMIT);
        }
    }
}
