package io.offload.api.ui.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.offload.api.view.RunView;
import io.offload.json.ExactJson;

/** A run's submission as a shell command: input, name and tags. */
final class CurlCommand {
    private CurlCommand() {}

    /**
     * The command; the browser puts its own origin in.
     *
     * @param token whether the API wants one, which the shell then has to know
     */
    static String of(RunView run, boolean token) {
        StringBuilder body = new StringBuilder("{\"input\":").append(run.input());
        if (run.name() != null) {
            body.append(",\"name\":").append(ExactJson.escapeLoneSurrogates(JsonNodeFactory.instance.textNode(run.name()).toString()));
        }
        if (run.tags().length > 0) {
            ArrayNode tags = JsonNodeFactory.instance.arrayNode();
            for (String tag : run.tags()) {
                tags.add(tag);
            }
            body.append(",\"tags\":").append(tags);
        }
        return "curl -X POST '{origin}/api/v1/tasks/" + run.task() + "/runs' -H 'Content-Type: application/json'" + (token ? " -H \"Authorization: Bearer $OFFLOAD_API_TOKEN\"" : "")
                + " -d '" + body.append('}').toString().replace("'", "'\\''") + "'";
    }
}
