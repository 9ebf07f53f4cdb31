package io.offload.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.offload.json.ExactJson;
import io.offload.json.TaskJson;
import io.offload.schema.InputSchema;
import io.offload.schema.Violation;
import io.offload.task.TaskContext;
import jakarta.validation.ConstraintViolationException;
import java.util.List;

/** Calls a task method through the CDI invoker that was made when the application was built. */
final class MethodInvoker implements TaskInvoker {
    private final String schemaText;
    private final InputBinder binder;
    private final BeanCall method;
    private final ParameterFaults faults;
    private final ObjectWriter writer;
    private volatile InputSchema schema;

    MethodInvoker(TaskDescriptor task, BeanCall method, Class<?>[] classes) {
        this.schemaText = task.inputSchema();
        this.binder = new InputBinder(task.parameters(), classes);
        this.method = method;
        this.faults = new ParameterFaults(task.declaredBy(), binder);
        JavaType result = TypeCode.decode(task.resultType(), classes);
        this.writer = result.hasGenericTypes() ? TaskJson.mapper().writerFor(result) : TaskJson.mapper().writer();
    }

    @Override
    public String invoke(String inputJson, TaskContext context) throws Throwable {
        Object[] arguments = binder.bind(valid(inputJson), context);
        Object value;
        try {
            value = method.invoke(arguments);
        } catch (ConstraintViolationException e) {
            throw faults.isAboutParameters(e) ? new InvalidInputException(faults.violations(e)) : e;
        }
        return json(value);
    }

    private JsonNode valid(String inputJson) {
        JsonNode input;
        try {
            input = ExactJson.read(inputJson);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(List.of(new Violation("", "is not acceptable JSON: " + e.getOriginalMessage())));
        }
        List<Violation> violations = schema().validate(input);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return input;
    }

    private InputSchema schema() {
        InputSchema compiled = schema;
        if (compiled == null) {
            compiled = InputSchema.compile(schemaText);
            schema = compiled;
        }
        return compiled;
    }

    private String json(Object value) {
        if (value == null) {
            return "null";
        }
        try {
            return ExactJson.escapeLoneSurrogates(writer.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new ResultNotWritableException(
                    "the result, a %s, cannot be written as JSON: %s".formatted(value.getClass().getName(), e.getOriginalMessage()), e);
        }
    }
}
