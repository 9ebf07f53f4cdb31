package io.offload.api.cancel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.offload.api.problem.Fault;
import io.offload.api.problem.Problem;
import io.offload.api.run.RunResource;
import io.offload.json.ExactJson;
import io.offload.json.StrictUtf8;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** The body of {@code POST /api/v1/runs/cancel}. */
record CancelBody(List<UUID> ids) {
    static final int MOST = 1000;
    static final int MOST_BYTES = 128 * 1024;

    /**
     * @throws io.offload.api.problem.ProblemException when it cannot be parsed or its fields are wrong
     */
    static CancelBody read(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw Problem.TOO_LARGE.because("the body has %d bytes, %d ids need at most %d".formatted(body.length, MOST, MOST_BYTES));
        }
        JsonNode json;
        try {
            json = ExactJson.read(StrictUtf8.decode(body));
        } catch (JsonProcessingException e) {
            throw Problem.UNPARSABLE.because("the body is not JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            throw Problem.UNPARSABLE.because("the body is not UTF-8");
        }
        List<Fault> faults = new ArrayList<>();
        if (!json.isObject()) {
            throw Problem.INVALID.because("the body must be a JSON object", List.of(new Fault("", "must be an object")));
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("ids")) {
                faults.add(new Fault("/" + name.replace("~", "~0").replace("/", "~1"), "is not a field of a cancel request"));
            }
        }
        List<UUID> ids = new ArrayList<>();
        JsonNode given = json.path("ids");
        if (!given.isArray() || given.isEmpty() || given.size() > MOST) {
            faults.add(new Fault("/ids", "must be an array of 1 to " + MOST + " run ids"));
        } else {
            for (int i = 0; i < given.size(); i++) {
                String text = given.get(i).isTextual() ? given.get(i).textValue() : "";
                if (RunResource.isId(text)) {
                    ids.add(UUID.fromString(text));
                } else {
                    faults.add(new Fault("/ids/" + i, "must be a UUID"));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw Problem.INVALID.because("nothing was cancelled: the body has faults", faults);
        }
        return new CancelBody(ids);
    }
}
