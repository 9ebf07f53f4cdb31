package io.offload.api.ui.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.offload.api.answer.Answers;
import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.catalog.LiveWorkers;
import io.offload.api.problem.ProblemException;
import io.offload.api.run.RunResource;
import io.offload.api.submit.SubmitInput;
import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.statistics.ReadStatistics;
import io.offload.api.ui.statistics.Tally;
import io.offload.api.view.ReadRuns;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/tasks} and {@code /ui/tasks/{task}}, whose form is posted to the same address. */
@Compressed
@Path("/ui/tasks")
@Produces(MediaType.TEXT_HTML)
public class TasksPage {
    /** A day in slots of 20 minutes, as the overview has it. */
    private static final int SLOT_SECONDS = 1200;
    private static final int SLOTS = 72;
    private static final Tally NOTHING = new Tally();

    private final KnownTasks tasks;
    private final LiveWorkers workers;
    private final ReadStatistics statistics;
    private final SubmitInput submit;
    private final ReadRuns reads;
    private final FormToken token;

    /** A task of the catalog with how it did in the last day. */
    record Line(KnownTask task, int workers, Tally tally) {}

    @Inject
    public TasksPage(KnownTasks tasks, LiveWorkers workers, ReadStatistics statistics, SubmitInput submit, ReadRuns reads, FormToken token) {
        this.tasks = tasks;
        this.workers = workers;
        this.statistics = statistics;
        this.submit = submit;
        this.reads = reads;
        this.token = token;
    }

    @CheckedTemplate(basePath = "tasks")
    record tasks(List<Line> lines) implements TemplateInstance {}

    @CheckedTemplate(basePath = "tasks")
    record task(KnownTask task, Options options, int workers, Tally tally, String unavailable, TaskForm form, UUID like, String formToken) implements TemplateInstance {}

    @GET
    @Operation(hidden = true)
    public Uni<Response> all() {
        return Pages.answer(() -> Uni.combine().all().unis(Answers.soon(workers.byTask()), statistics.of(SLOT_SECONDS, SLOTS)).asTuple().flatMap(found ->
                Pages.html(200, new tasks(tasks.all().stream().map(task -> new Line(task, found.getItem1().getOrDefault(task.name(), 0),
                        found.getItem2().tasks().getOrDefault(task.name(), NOTHING))).toList()))));
    }

    /** The form; that of a run once more when one is named. */
    @GET
    @Path("/{task}")
    @Operation(hidden = true)
    public Uni<Response> one(@PathParam("task") String name, @QueryParam("like") String like) {
        return Pages.answer(() -> {
            String formToken = token.value();
            return Answers.soon(tasks.get(name).compose(task -> like == null
                    ? Future.succeededFuture(new Shown(task, TaskForm.empty(task), null))
                    : reads.get(RunResource.id(like)).map(run -> run.task().equals(name)
                            ? new Shown(task, TaskForm.like(task, run), run.id()) : new Shown(task, TaskForm.empty(task), null))))
                    .flatMap(shown -> page(200, shown, formToken));
        });
    }

    @POST
    @Path("/{task}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> submit(@PathParam("task") String name, MultivaluedMap<String, String> sent, @HeaderParam("traceparent") String traceparent) {
        return Pages.answer(() -> {
            String formToken = sent.getFirst(FormToken.FIELD);
            token.check(formToken);
            return Answers.soon(tasks.get(name)).flatMap(task -> {
                TaskForm form = TaskForm.sent(task, sent);
                if (form.faulty()) {
                    return page(422, new Shown(task, form, null), formToken);
                }
                return Uni.createFrom().deferred(() -> Answers.soon(submit.submit(task, form.inputJson(), form.settings().json(), traceparent)))
                        .map(run -> Pages.seeOther("/ui/runs/" + run.id()))
                        .onFailure(ProblemException.class).recoverWithUni(cause -> {
                            ProblemException problem = (ProblemException) cause;
                            return page(problem.problem().status(), new Shown(task, form.refused(problem), null), formToken);
                        });
            });
        });
    }

    private record Shown(KnownTask task, TaskForm form, UUID like) {}

    private Uni<Response> page(int status, Shown shown, String formToken) {
        return Uni.combine().all().unis(Answers.soon(workers.byTask()), statistics.of(SLOT_SECONDS, SLOTS)).asTuple().flatMap(found -> {
            KnownTask task = shown.task();
            JsonNode options = TaskForm.read(task.published().optionsJson());
            return Pages.html(status, new task(task, Options.of(options, task.published().maxAttempts()), found.getItem1().getOrDefault(task.name(), 0), found.getItem2().tasks().getOrDefault(task.name(), NOTHING),
                    options.path("unavailable").textValue(), shown.form(), shown.like(), formToken));
        });
    }
}
