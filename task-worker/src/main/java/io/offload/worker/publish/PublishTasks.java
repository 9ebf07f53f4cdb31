package io.offload.worker.publish;

import static io.offload.store.Postgres.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.catalog.PublishedTask;
import io.offload.catalog.TaskCatalog;
import io.offload.catalog.TaskDefinition;
import io.offload.json.ExactJson;
import io.offload.store.Postgres;
import io.offload.store.Sql;
import io.offload.task.TaskAvailability;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
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
    private final Instance<TaskAvailability> availability;

    @Inject
    public PublishTasks(Postgres postgres, TaskCatalog catalog, @Any Instance<TaskAvailability> availability) {
        this.postgres = postgres;
        this.catalog = catalog;
        this.availability = availability;
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
                    .addString(options(task)).addString(task.inputSchema()).addString(task.outputSchema()).addString(task.sourceDigest())
                    .addLong(task.retention().map(Duration::toMillis).orElse(null)).addBoolean(definition.onFailure().isPresent()));
        }
        if (!rows.isEmpty()) {
            await(postgres.pool().preparedQuery(PUBLISH).executeBatch(rows), LIMIT);
        }
    }

    /** The task's options, with what keeps it from succeeding here. */
    private String options(PublishedTask task) {
        for (TaskAvailability one : availability) {
            if (one.task().equals(task.name()) && one.unavailableBecause().isPresent()) {
                try {
                    return ((ObjectNode) ExactJson.read(task.optionsJson())).put("unavailable", one.unavailableBecause().get()).toString();
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("the options of task " + task.name() + " are no JSON", e);
                }
            }
        }
        return task.optionsJson();
    }
}
