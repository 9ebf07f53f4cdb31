package io.offload.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.TaskJson;
import java.util.ArrayList;
import java.util.List;

/**
 * What the build found out about one task, as it is carried into the application: everything but the invokers and the classes, which it names
 * by their index.
 *
 * @param options the values of {@link io.offload.task.Task}, checked
 * @param parameters of the method, in order
 * @param retryOn and {@code noRetryOn}: indexes of classes
 * @param resultType a {@link TypeCode}
 * @param direct for a method that returns a {@code CompletionStage}
 * @param invoker and the hooks: indexes of invokers; -1 for none
 */
record TaskDescriptor(
        ObjectNode options,
        List<Parameter> parameters,
        List<Integer> retryOn,
        List<Integer> noRetryOn,
        String resultType,
        String inputSchema,
        String outputSchema,
        String sourceDigest,
        String declaredBy,
        int invoker,
        Direct direct,
        Hook onCompletion,
        Hook onFailure) {

    /**
     * @param property null for the {@link io.offload.task.TaskContext}
     * @param type a {@link TypeCode}, without {@code Optional}
     * @param anyJson whether null is a value like any other, not absence
     * @param defaultValue null for none
     */
    record Parameter(String property, String type, boolean optional, boolean anyJson, JsonNode defaultValue) {}

    /**
     * How to call the method on an instance that is looked up apart: ArC's own lookup wraps the stage in another one, and cancelling that would
     * not reach the method's.
     *
     * @param invoker index of an invoker without lookup; -1 for none
     * @param beanClass index of the bean's class
     */
    record Direct(int invoker, int beanClass) {
        static final Direct NONE = new Direct(-1, -1);
    }

    /**
     * @param takesRun whether the method has a {@link io.offload.task.FinishedRun} parameter
     */
    record Hook(int invoker, boolean takesRun) {
        static final Hook NONE = new Hook(-1, false);
    }

    ObjectNode toJson() {
        ObjectNode json = TaskJson.mapper().createObjectNode();
        json.set("options", options);
        ArrayNode list = json.putArray("parameters");
        for (Parameter parameter : parameters) {
            ObjectNode entry = list.addObject().put("property", parameter.property()).put("type", parameter.type()).put("optional", parameter.optional()).put("anyJson", parameter.anyJson());
            if (parameter.defaultValue() != null) {
                entry.set("default", parameter.defaultValue());
            }
        }
        retryOn.forEach(json.putArray("retryOn")::add);
        noRetryOn.forEach(json.putArray("noRetryOn")::add);
        return json.put("resultType", resultType)
                .put("inputSchema", inputSchema)
                .put("outputSchema", outputSchema)
                .put("sourceDigest", sourceDigest)
                .put("declaredBy", declaredBy)
                .put("invoker", invoker)
                .put("directInvoker", direct.invoker())
                .put("directClass", direct.beanClass())
                .put("onCompletion", onCompletion.invoker())
                .put("onCompletionTakesRun", onCompletion.takesRun())
                .put("onFailure", onFailure.invoker())
                .put("onFailureTakesRun", onFailure.takesRun());
    }

    static TaskDescriptor fromJson(JsonNode json) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode entry : json.get("parameters")) {
            parameters.add(new Parameter(
                    entry.get("property").textValue(),
                    entry.get("type").textValue(),
                    entry.get("optional").booleanValue(),
                    entry.get("anyJson").booleanValue(),
                    entry.get("default")));
        }
        return new TaskDescriptor(
                (ObjectNode) json.get("options"),
                parameters,
                indexes(json.get("retryOn")),
                indexes(json.get("noRetryOn")),
                json.get("resultType").textValue(),
                json.get("inputSchema").textValue(),
                json.get("outputSchema").textValue(),
                json.get("sourceDigest").textValue(),
                json.get("declaredBy").textValue(),
                json.get("invoker").intValue(),
                new Direct(json.get("directInvoker").intValue(), json.get("directClass").intValue()),
                new Hook(json.get("onCompletion").intValue(), json.get("onCompletionTakesRun").booleanValue()),
                new Hook(json.get("onFailure").intValue(), json.get("onFailureTakesRun").booleanValue()));
    }

    private static List<Integer> indexes(JsonNode array) {
        List<Integer> indexes = new ArrayList<>();
        array.forEach(index -> indexes.add(index.intValue()));
        return indexes;
    }
}
