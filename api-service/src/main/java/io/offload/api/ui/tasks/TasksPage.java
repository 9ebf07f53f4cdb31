package io.offload.api.ui.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.api.answer.Answers;
import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.catalog.LiveWorkers;
import io.offload.api.problem.Fault;
import io.offload.api.problem.ProblemException;
import io.offload.api.submit.SubmitInput;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.statistics.ReadStatistics;
import io.offload.api.ui.statistics.Tally;
import io.offload.json.ExactJson;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code GET /ui/tasks} and {@code /ui/tasks/{task}}, whose form is posted to the same address. */
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
    private final FormToken token;

    /** A task of the catalog with how it did in the last day. */
    record Line(KnownTask task, int workers, Tally tally) {}

    @Inject
    public TasksPage(KnownTasks tasks, LiveWorkers workers, ReadStatistics statistics, SubmitInput submit, FormToken token) {
        this.tasks = tasks;
        this.workers = workers;
        this.statistics = statistics;
        this.submit = submit;
        this.token = token;
    }

    @CheckedTemplate(basePath = "tasks")
    record tasks(List<Line> lines) implements TemplateInstance {}

    @CheckedTemplate(basePath = "tasks")
    record task(KnownTask task, int workers, Tally tally, String unavailable, List<Field> fields, List<String> faults, String formToken) implements TemplateInstance {}

    @GET
    @Operation(hidden = true)
    public Uni<Response> all() {
        return Pages.answer(() -> Uni.combine().all().unis(Answers.soon(workers.byTask()), statistics.of(SLOT_SECONDS, SLOTS)).asTuple().flatMap(found ->
                Pages.html(200, new tasks(tasks.all().stream().map(task -> new Line(task, found.getItem1().getOrDefault(task.name(), 0),
                        found.getItem2().tasks().getOrDefault(task.name(), NOTHING))).toList()))));
    }

    @GET
    @Path("/{task}")
    @Operation(hidden = true)
    public Uni<Response> one(@PathParam("task") String name) {
        return Pages.answer(() -> {
            String formToken = token.value();
            return Answers.soon(tasks.get(name)).flatMap(task -> page(200, task, Field.of(read(task.published().inputSchema())), List.of(), formToken));
        });
    }

    @POST
    @Path("/{task}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Uni<Response> submit(@PathParam("task") String name, MultivaluedMap<String, String> form, @HeaderParam("traceparent") String traceparent) {
        return Pages.answer(() -> {
            String formToken = form.getFirst(FormToken.FIELD);
            token.check(formToken);
            return Answers.soon(tasks.get(name)).flatMap(task -> submit(task, form, formToken, traceparent));
        });
    }

    private Uni<Response> submit(KnownTask task, MultivaluedMap<String, String> form, String formToken, String traceparent) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        List<Field> fields = new ArrayList<>();
        boolean faulty = false;
        for (Field empty : Field.of(read(task.published().inputSchema()))) {
            Field field = empty.holding(form.getFirst("in." + empty.name()));
            try {
                JsonNode value = field.json();
                if (value != null) {
                    input.set(field.name(), value);
                }
            } catch (IllegalArgumentException e) {
                field = field.faulty(e.getMessage());
                faulty = true;
            }
            fields.add(field);
        }
        if (faulty) {
            return page(422, task, fields, List.of(), formToken);
        }
        return Uni.createFrom().deferred(() -> Answers.soon(submit.submit(task, ExactJson.escapeLoneSurrogates(input.toString()), traceparent)))
                .map(run -> Pages.seeOther("/ui/runs/" + run.id()))
                .onFailure(ProblemException.class).recoverWithUni(cause -> refused(task, fields, (ProblemException) cause, formToken));
    }

    private Uni<Response> refused(KnownTask task, List<Field> fields, ProblemException problem, String formToken) {
        List<Field> shown = new ArrayList<>(fields);
        List<String> others = new ArrayList<>();
        for (Fault fault : problem.faults()) {
            boolean placed = false;
            for (int i = 0; i < shown.size() && !placed; i++) {
                String pointer = "/input/" + shown.get(i).name();
                if (fault.pointer().equals(pointer) || fault.pointer().startsWith(pointer + "/")) {
                    shown.set(i, shown.get(i).faulty(fault.pointer().substring(pointer.length()) + " " + fault.detail()));
                    placed = true;
                }
            }
            if (!placed) {
                others.add(fault.pointer() + " " + fault.detail());
            }
        }
        if (problem.faults().isEmpty()) {
            others.add(problem.getMessage());
        }
        return page(problem.problem().status(), task, shown, others, formToken);
    }

    private Uni<Response> page(int status, KnownTask task, List<Field> fields, List<String> faults, String formToken) {
        return Uni.combine().all().unis(Answers.soon(workers.byTask()), statistics.of(SLOT_SECONDS, SLOTS)).asTuple().flatMap(found -> {
            Map<String, Integer> live = found.getItem1();
            return Pages.html(status, new task(task, live.getOrDefault(task.name(), 0), found.getItem2().tasks().getOrDefault(task.name(), NOTHING),
                    read(task.published().optionsJson()).path("unavailable").textValue(), fields, faults, formToken));
        });
    }

    private static JsonNode read(String json) {
        try {
            return ExactJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a published task's options or schema are no JSON", e);
        }
    }
}
