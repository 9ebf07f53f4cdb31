package io.offload.api.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.json.ExactJson;
import io.offload.json.StrictUtf8;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the demo submits, and the input of the task that it becomes.
 *
 * @param payload any JSON; a form's is a string
 * @param targetType null to leave it to the task to complain
 * @param instructions null for none
 */
record DemoRequest(JsonNode payload, JsonNode targetType, JsonNode instructions) {
    private static final Map<String, String> INPUT_OF_FIELD = Map.of("payload", "data", "target_type", "target", "instructions", "instructions");

    static DemoRequest ofForm(String payload, String targetType, String instructions) {
        return new DemoRequest(text(payload), schemaOrText(targetType), text(instructions == null || instructions.isBlank() ? null : instructions)).complete();
    }

    /** A form has strings only: a target that is a JSON object is meant as a schema. */
    private static JsonNode schemaOrText(String value) {
        if (value != null && value.strip().startsWith("{")) {
            try {
                return ExactJson.read(value);
            } catch (JsonProcessingException e) {
                throw Problem.INVALID.because("the request does not fit", List.of(new Fault("/target_type", "is not JSON: " + e.getOriginalMessage())));
            }
        }
        return text(value);
    }

    private static JsonNode text(String value) {
        return value == null ? null : JsonNodeFactory.instance.textNode(value);
    }

    /**
     * @throws io.offload.api.problem.ProblemException when the body cannot be parsed or has other fields
     */
    static DemoRequest ofJson(byte[] body) {
        JsonNode json;
        try {
            json = ExactJson.read(StrictUtf8.decode(body));
        } catch (JsonProcessingException e) {
            throw Problem.UNPARSABLE.because("the body is not JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            throw Problem.UNPARSABLE.because("the body is not UTF-8");
        }
        if (!json.isObject()) {
            throw Problem.INVALID.because("the body must be a JSON object", List.of(new Fault("", "must be an object")));
        }
        List<Fault> faults = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> {
            if (!INPUT_OF_FIELD.containsKey(name)) {
                faults.add(new Fault("/" + name.replace("~", "~0").replace("/", "~1"), "is not a field; there are " + fields()));
            }
        });
        if (!faults.isEmpty()) {
            throw Problem.INVALID.because("the body has faults", faults);
        }
        JsonNode instructions = json.get("instructions");
        return new DemoRequest(json.get("payload"), json.get("target_type"), instructions == null || instructions.isNull() ? null : instructions).complete();
    }

    private static Set<String> fields() {
        return INPUT_OF_FIELD.keySet().stream().sorted().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private DemoRequest complete() {
        List<Fault> faults = new ArrayList<>();
        if (payload == null) {
            faults.add(new Fault("/payload", "is required"));
        }
        if (targetType == null) {
            faults.add(new Fault("/target_type", "is required"));
        }
        if (!faults.isEmpty()) {
            throw Problem.INVALID.because("fields are missing", faults);
        }
        return this;
    }

    /** The input of the task as JSON text. */
    String input() {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.set("data", payload);
        input.set("target", targetType);
        if (instructions != null) {
            input.set("instructions", instructions);
        }
        return ExactJson.escapeLoneSurrogates(input.toString());
    }

    /** Faults of the task's input, told in the words of this request. */
    static List<Fault> translate(List<Fault> faults) {
        return faults.stream().map(fault -> {
            for (Map.Entry<String, String> entry : INPUT_OF_FIELD.entrySet()) {
                String pointer = "/input/" + entry.getValue();
                if (fault.pointer().equals(pointer) || fault.pointer().startsWith(pointer + "/")) {
                    return new Fault("/" + entry.getKey() + fault.pointer().substring(pointer.length()), fault.detail());
                }
            }
            return fault;
        }).toList();
    }
}
