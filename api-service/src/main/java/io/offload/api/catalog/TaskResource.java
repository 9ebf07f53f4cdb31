package io.offload.api.catalog;

import io.offload.api.answer.Answers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/tasks} and {@code /api/v1/tasks/{task}}. */
@Path("/api/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks", description = "What can be run")
public class TaskResource {
    private final KnownTasks tasks;
    private final LiveWorkers workers;

    @Inject
    public TaskResource(KnownTasks tasks, LiveWorkers workers) {
        this.tasks = tasks;
        this.workers = workers;
    }

    @GET
    @Operation(operationId = "listTasks", summary = "All tasks", description = "Every task that a worker has ever published, with its schemas, by name.")
    public Uni<TaskList> all() {
        return Answers.soon(workers.byTask().map(live -> new TaskList(tasks.all().stream().map(task -> TaskView.of(task, live)).toList())));
    }

    @GET
    @Path("/{task}")
    @Operation(operationId = "getTask", summary = "One task")
    public Uni<TaskView> one(@Parameter(example = "echo") @PathParam("task") String task) {
        return Answers.soon(tasks.get(task).compose(known -> workers.byTask().map(live -> TaskView.of(known, live))));
    }
}
