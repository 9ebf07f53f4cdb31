package io.offload.api.ui.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.api.answer.Answers;
import io.offload.api.catalog.KnownTask;
import io.offload.api.catalog.KnownTasks;
import io.offload.api.catalog.LiveWorkers;
import io.offload.api.problem.Problem;
import io.offload.api.problem.ProblemException;
import io.offload.api.run.RunResource;
import io.offload.api.submit.SubmitInput;
import io.offload.api.ui.page.Compressed;
import io.offload.api.ui.page.FormToken;
import io.offload.api.ui.page.Pages;
import io.offload.api.ui.run.Told;
import io.offload.api.view.ReadRuns;
import io.offload.api.view.RunView;
import io.offload.json.ExactJson;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** {@code GET /} shows the form, and the run that it became; {@code POST /} submits one. */
@Compressed
@Path("/")
public class DemoPage {
    private static final String TASK = "create-structured-output";
    private static final int MOST_OFFERED = 8;
    private static final List<String> TARGETS = List.of("integer", "number", "boolean", "date", "list of string", "one of: positive, neutral, negative");
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":{\"type\":\"integer\"}},\"required\":[\"name\"]}";
    private static final Form FIRST = new Form("Seven of nine people said yes, on the 3rd of March 2026.", "integer", "how many people said yes");

    private final KnownTasks tasks;
    private final LiveWorkers workers;
    private final SubmitInput submit;
    private final ReadRuns reads;
    private final FormToken token;

    /** What the form holds. */
    record Form(String payload, String target, String instructions) {}

    @Inject
    public DemoPage(KnownTasks tasks, LiveWorkers workers, SubmitInput submit, ReadRuns reads, FormToken token) {
        this.tasks = tasks;
        this.workers = workers;
        this.submit = submit;
        this.reads = reads;
        this.token = token;
    }

    @CheckedTemplate(basePath = "demo")
    record demo(Form form, RunView run, boolean open, String refresh, Told.Failure error, Told.Progress progress, boolean published, boolean served, String unavailable, List<KnownTask> others, boolean moreOthers,
            List<String> targets, String schema, String fault, String formToken) implements TemplateInstance {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> show(@QueryParam("run") String id) {
        return Pages.show(() -> {
            String formToken = token.value();
            if (id == null) {
                return page(FIRST, null, null, formToken);
            }
            UUID run = RunResource.id(id);
            return reads.get(run).compose(found -> {
                if (!found.task().equals(TASK)) {
                    throw Problem.UNKNOWN_RUN.because("The run %s is not one of this page.".formatted(run));
                }
                return page(form(found), found, null, formToken);
            });
        });
    }

    @POST
    @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    @Blocking
    public Uni<Response> submit(@RestForm String payload, @RestForm String target, @RestForm String instructions, @RestForm(FormToken.FIELD) String given,
            @HeaderParam("traceparent") String traceparent) {
        return Pages.answer(() -> {
            token.check(given);
            Form form = new Form(orEmpty(payload), orEmpty(target).strip(), orEmpty(instructions).strip());
            String fault = form.payload().isBlank() ? "There is no data: write or paste some." : form.target().isEmpty() ? "There is no target type: choose one." : null;
            if (fault != null) {
                return again(form, fault, given);
            }
            return Answers.soon(tasks.get(TASK).compose(task -> submit.submit(task, input(form), traceparent))).map(run -> Pages.seeOther("/?run=" + run.id()))
                    .onFailure(ProblemException.class).recoverWithUni(cause -> again(form, cause.getMessage(), given));
        });
    }

    private Uni<Response> again(Form form, String fault, String formToken) {
        return Answers.soon(page(form, null, fault, formToken)).flatMap(page -> Pages.html(422, page));
    }

    private Future<TemplateInstance> page(Form form, RunView run, String fault, String formToken) {
        return workers.byTask().map(live -> {
            KnownTask task = tasks.find(TASK);
            List<KnownTask> others = tasks.all().stream().filter(other -> !other.name().equals(TASK) && live.containsKey(other.name()) && unavailable(other) == null).toList();
            return new demo(form, run, run != null && !run.state().terminal(), run != null && !run.state().terminal() ? "5" : "", run == null ? null : Told.failure(run.error()), run == null ? null : Told.progress(run.progress()),
                    task != null, live.containsKey(TASK), unavailable(task),
                    others.subList(0, Math.min(MOST_OFFERED, others.size())), others.size() > MOST_OFFERED,
                    TARGETS, SCHEMA, fault, formToken);
        });
    }

    /** Why the task's workers cannot do it; null when they can. */
    private static String unavailable(KnownTask task) {
        return task == null ? null : read(task.published().optionsJson()).path("unavailable").textValue();
    }

    private static Form form(RunView run) {
        JsonNode input = read(run.input());
        return new Form(text(input.path("data")), text(input.path("target")), text(input.path("instructions")));
    }

    private static String input(Form form) {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("data", form.payload()).put("target", form.target());
        if (!form.instructions().isEmpty()) {
            input.put("instructions", form.instructions());
        }
        return ExactJson.escapeLoneSurrogates(input.toString());
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.isMissingNode() || value.isNull() ? "" : value.toString();
    }

    private static JsonNode read(String json) {
        try {
            return ExactJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run's input or a task's options are no JSON", e);
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
