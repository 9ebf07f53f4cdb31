package io.offload.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.offload.json.TaskJson;
import io.offload.schema.Violation;
import io.offload.task.TaskContext;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a task method's arguments from an input that fits its schema. */
final class InputBinder {
    private final List<Slot> slots = new ArrayList<>();

    InputBinder(List<TaskDescriptor.Parameter> parameters, Class<?>[] classes) {
        for (TaskDescriptor.Parameter parameter : parameters) {
            slots.add(new Slot(parameter, parameter.property() == null ? null : conversion(TypeCode.decode(parameter.type(), classes))));
        }
    }

    /** The property behind a parameter; null for the context. */
    String property(int parameter) {
        return slots.get(parameter).parameter().property();
    }

    /**
     * @throws InvalidInputException when a value does not fit its parameter although it fits the schema
     */
    Object[] bind(JsonNode input, TaskContext context) {
        Object[] arguments = new Object[slots.size()];
        for (int i = 0; i < arguments.length; i++) {
            Slot slot = slots.get(i);
            arguments[i] = slot.conversion() == null ? context : slot.argument(input.get(slot.parameter().property()));
        }
        return arguments;
    }

    private static Conversion conversion(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == JsonNode.class) {
            return value -> value;
        } else if (raw == String.class) {
            return JsonNode::textValue;
        } else if (raw == boolean.class || raw == Boolean.class) {
            return JsonNode::booleanValue;
        } else if (raw == int.class || raw == Integer.class) {
            return JsonNode::intValue;
        } else if (raw == long.class || raw == Long.class) {
            return JsonNode::longValue;
        } else if (raw == double.class || raw == Double.class) {
            return InputBinder::finite;
        } else if (raw == BigDecimal.class) {
            return JsonNode::decimalValue;
        }
        ObjectReader reader = TaskJson.mapper().readerFor(type);
        return reader::readValue;
    }

    private static Double finite(JsonNode value) throws JsonMappingException {
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            throw new JsonMappingException(null, "is beyond the range of a double");
        }
        return number;
    }

    private interface Conversion {
        Object convert(JsonNode value) throws IOException;
    }

    private record Slot(TaskDescriptor.Parameter parameter, Conversion conversion) {
        Object argument(JsonNode given) {
            JsonNode value = given == null ? parameter.defaultValue() : given;
            try {
                Object argument = absent(value) ? null : conversion.convert(value);
                return parameter.optional() ? Optional.ofNullable(argument) : argument;
            } catch (JsonMappingException e) {
                throw new InvalidInputException(List.of(new Violation(pointer(e), e.getOriginalMessage())));
            } catch (IOException e) {
                throw new InvalidInputException(List.of(new Violation("/" + parameter.property(), e.getMessage())));
            }
        }

        /** Null is a value only where any JSON is. */
        private boolean absent(JsonNode value) {
            return value == null || value.isNull() && !parameter.anyJson();
        }

        private String pointer(JsonMappingException e) {
            StringBuilder pointer = new StringBuilder("/").append(parameter.property());
            for (JsonMappingException.Reference step : e.getPath()) {
                String name = step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
                pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
            }
            return pointer.toString();
        }
    }
}
