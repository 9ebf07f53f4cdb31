package io.offload.api.ui.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.api.catalog.KnownTask;
import io.offload.api.problem.Fault;
import io.offload.api.problem.ProblemException;
import io.offload.api.view.RunView;
import io.offload.json.ExactJson;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a task: a field for each property of its input, and the settings of a run.
 *
 * @param faults those that belong to no field
 */
record TaskForm(List<Field> fields, Settings settings, List<String> faults) {
    private static final String INPUT = "in.";

    /** With the schema's defaults. */
    static TaskForm empty(KnownTask task) {
        return new TaskForm(fields(task), Settings.none(), List.of());
    }

    /** With what a run of the task was submitted with. */
    static TaskForm like(KnownTask task, RunView run) {
        JsonNode input = read(run.input());
        List<Field> fields = fields(task).stream().map(field -> input.has(field.name()) ? field.holding(input.get(field.name())) : field.holding("")).toList();
        return new TaskForm(fields, Settings.of(run), List.of());
    }

    /** With what was sent; what cannot be read is marked. */
    static TaskForm sent(KnownTask task, MultivaluedMap<String, String> form) {
        List<Field> fields = new ArrayList<>();
        for (Field empty : fields(task)) {
            Field field = empty.holding(form.getFirst(INPUT + empty.name()));
            try {
                field.json();
            } catch (IllegalArgumentException e) {
                field = field.faulty(e.getMessage());
            }
            fields.add(field);
        }
        return new TaskForm(fields, Settings.sent(form), List.of());
    }

    boolean faulty() {
        return fields.stream().anyMatch(field -> field.fault() != null);
    }

    /** The input as JSON text. */
    String inputJson() {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        for (Field field : fields) {
            JsonNode value = field.json();
            if (value != null) {
                input.set(field.name(), value);
            }
        }
        return ExactJson.escapeLoneSurrogates(input.toString());
    }

    /** With each fault of a refusal beside its field. */
    TaskForm refused(ProblemException problem) {
        List<Field> shown = new ArrayList<>(fields);
        Settings marked = settings;
        List<String> others = new ArrayList<>();
        for (Fault fault : problem.faults()) {
            Settings setting = marked.refused(fault);
            if (setting != null) {
                marked = setting;
            } else if (!place(fault, shown)) {
                others.add(fault.pointer() + " " + fault.detail());
            }
        }
        if (problem.faults().isEmpty()) {
            others.add(problem.getMessage());
        }
        return new TaskForm(shown, marked, others);
    }

    private static boolean place(Fault fault, List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            String pointer = "/input/" + fields.get(i).name();
            if (fault.pointer().equals(pointer) || fault.pointer().startsWith(pointer + "/")) {
                fields.set(i, fields.get(i).faulty((fault.pointer().substring(pointer.length()) + " " + fault.detail()).strip()));
                return true;
            }
        }
        return false;
    }

    private static List<Field> fields(KnownTask task) {
        return Field.of(read(task.published().inputSchema()));
    }

    static JsonNode read(String json) {
        try {
            return ExactJson.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a published task's options or schema, or a run's input, are no JSON", e);
        }
    }
}
