package io.offload.api.ui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.api.problem.Fault;
import io.offload.api.view.RunView;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What a form says of a run beside its input. Texts are empty for nothing.
 *
 * @param tags separated by spaces or commas
 * @param faults what is wrong with the name, the tags and the delay, in this order; empty where nothing is
 */
record Settings(String name, String tags, String delay, List<String> faults) {
    private static final String NAME = "run.name";
    private static final String TAGS = "run.tags";
    private static final String DELAY = "run.delay";
    private static final List<String> FIELDS = List.of("/name", "/tags", "/delay");

    static Settings none() {
        return new Settings("", "", "", List.of("", "", ""));
    }

    /** Name and tags of a run, for one more like it. */
    static Settings of(RunView run) {
        return new Settings(run.name() == null ? "" : run.name(), String.join(" ", run.tags()), "", List.of("", "", ""));
    }

    static Settings sent(MultivaluedMap<String, String> form) {
        return new Settings(text(form, NAME), text(form, TAGS), text(form, DELAY), List.of("", "", ""));
    }

    /** Whether anything is said or wrong: the part of the form is open then. */
    public boolean said() {
        return !(name + tags + delay + String.join("", faults)).isEmpty();
    }

    /** The fields of a submission's body. */
    ObjectNode json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            body.put("name", name);
        }
        if (!tags.isEmpty()) {
            ArrayNode all = body.putArray("tags");
            for (String tag : tags.split("[\\s,]+")) {
                all.add(tag);
            }
        }
        if (!delay.isEmpty()) {
            body.put("delay", delay);
        }
        return body;
    }

    /** With the fault at its place; null when it is not about one of these. */
    Settings refused(Fault fault) {
        for (int i = 0; i < FIELDS.size(); i++) {
            if (fault.pointer().equals(FIELDS.get(i)) || fault.pointer().startsWith(FIELDS.get(i) + "/")) {
                List<String> more = new ArrayList<>(faults);
                more.set(i, fault.detail());
                return new Settings(name, tags, delay, more);
            }
        }
        return null;
    }

    private static String text(MultivaluedMap<String, String> form, String field) {
        String value = form.getFirst(field);
        return value == null ? "" : value.strip();
    }
}
