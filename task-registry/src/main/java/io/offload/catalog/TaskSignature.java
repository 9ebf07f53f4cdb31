package io.offload.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.ExactJson;
import io.offload.json.TaskJson;
import io.offload.schema.InputSchema;
import io.offload.schema.Nullness;
import io.offload.schema.TypeSchemas;
import io.offload.task.TaskContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

/** The parameters and the result of a task method, read by reflection while the application is built. */
final class TaskSignature {
    private final Method method;
    private final String declaredBy;
    private final List<TypeSchemas.Property> properties = new ArrayList<>();

    /**
     * @throws BadTaskException when the method cannot be a task
     */
    TaskSignature(Method method, String declaredBy) {
        this.method = method;
        this.declaredBy = declaredBy;
        if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers()) || Modifier.isAbstract(method.getModifiers())) {
            throw bad("a task method must not be static, private or abstract");
        }
        if (method.getTypeParameters().length > 0) {
            throw bad("a task method must not have type parameters");
        }
        int contexts = 0;
        Set<String> names = new LinkedHashSet<>();
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == TaskContext.class) {
                contexts++;
            } else {
                TypeSchemas.Property property = property(parameter);
                if (!names.add(property.name())) {
                    throw bad("two parameters are the input's property '%s'".formatted(property.name()));
                }
                properties.add(property);
            }
        }
        if (contexts > 1) {
            throw bad("more than one TaskContext parameter");
        }
    }

    List<TypeSchemas.Property> properties() {
        return properties;
    }

    boolean async() {
        return method.getReturnType() == Uni.class || CompletionStage.class.isAssignableFrom(method.getReturnType());
    }

    /** What is written as the result: the value inside a {@code Uni} or {@code CompletionStage}. */
    Type resultType() {
        Class<?> raw = method.getReturnType();
        if (raw == Multi.class || Flow.Publisher.class.isAssignableFrom(raw) || Future.class.isAssignableFrom(raw) && !async()) {
            throw bad("a task returns a value, void, Uni<T> or CompletionStage<T>, not " + raw.getSimpleName());
        }
        if (!async()) {
            return method.getGenericReturnType();
        }
        if (method.getGenericReturnType() instanceof ParameterizedType parametric) {
            return parametric.getActualTypeArguments()[0];
        }
        throw bad("%s needs a type argument, for example %1$s<String>".formatted(raw.getSimpleName()));
    }

    List<TaskDescriptor.Parameter> parameters(List<Class<?>> pool) {
        List<TaskDescriptor.Parameter> parameters = new ArrayList<>();
        int next = 0;
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == TaskContext.class) {
                parameters.add(new TaskDescriptor.Parameter(null, encode(TaskContext.class, pool), false, false, null));
            } else {
                TypeSchemas.Property property = properties.get(next++);
                Type type = property.type().getType();
                parameters.add(new TaskDescriptor.Parameter(
                        property.name(), encode(type, pool), parameter.getType() == Optional.class, type == JsonNode.class, property.defaultValue()));
            }
        }
        return parameters;
    }

    /**
     * @throws BadTaskException for a type with variables
     */
    String encode(Type type, List<Class<?>> pool) {
        try {
            return TypeCode.encode(type, pool);
        } catch (IllegalArgumentException e) {
            throw bad("%s has a %s: a task's types must be known when it is built".formatted(type.getTypeName(), e.getMessage()));
        }
    }

    /** Checks what the constraints' values, such as a regular expression, would stop only where the schema is used. */
    void checkSchema(ObjectNode inputSchema) {
        try {
            InputSchema.compile(inputSchema);
        } catch (IllegalArgumentException e) {
            throw bad("its input's schema cannot be used: " + e.getMessage());
        }
    }

    /** Checks that each default fits what the schema says of its property. */
    void checkDefaults(ObjectNode inputSchema) {
        for (TypeSchemas.Property property : properties) {
            if (property.defaultValue() != null) {
                ObjectNode alone = inputSchema.deepCopy();
                alone.remove("required");
                ObjectNode value = TaskJson.mapper().createObjectNode().set(property.name(), property.defaultValue());
                InputSchema.compile(alone).validate(value).stream().findFirst().ifPresent(violation -> {
                    throw bad("the default of '%s' does not fit: %s".formatted(property.name(), violation.detail()));
                });
            }
        }
    }

    private TypeSchemas.Property property(Parameter parameter) {
        JsonProperty named = parameter.getAnnotation(JsonProperty.class);
        if (!parameter.isNamePresent() && (named == null || named.value().isEmpty())) {
            throw bad("the names of the parameters are not in the class file: compile with -parameters (Maven: <maven.compiler.parameters>true)");
        }
        String name = named != null && !named.value().isEmpty() ? named.value() : TaskJson.propertyName(parameter.getName());
        AnnotatedType type = parameter.getAnnotatedType();
        boolean optional = parameter.getType() == Optional.class;
        if (optional) {
            if (!(type instanceof AnnotatedParameterizedType parametric)) {
                throw bad("parameter '%s': Optional needs a type argument".formatted(parameter.getName()));
            }
            type = parametric.getAnnotatedActualTypeArguments()[0];
        }
        boolean nullable = optional || Nullness.nullable(parameter.getAnnotations()) || Nullness.nullable(parameter.getAnnotatedType().getAnnotations());
        if (nullable && parameter.getType().isPrimitive()) {
            throw bad("parameter '%s' is nullable but of the primitive type %s".formatted(parameter.getName(), parameter.getType()));
        }
        checkReadable(parameter, type.getType());
        JsonNode defaultValue = named == null || named.defaultValue().isEmpty() ? null : defaultValue(named.defaultValue(), type.getType());
        JsonPropertyDescription description = parameter.getAnnotation(JsonPropertyDescription.class);
        return new TypeSchemas.Property(
                name,
                optional ? type : parameter,
                type,
                !nullable && defaultValue == null,
                nullable,
                description == null ? null : description.value(),
                defaultValue);
    }

    private static JsonNode defaultValue(String text, Type type) {
        if (type == String.class || type instanceof Class<?> c && c.isEnum()) {
            return TaskJson.mapper().getNodeFactory().textNode(text);
        }
        try {
            return ExactJson.read(text);
        } catch (JsonProcessingException e) {
            return TaskJson.mapper().getNodeFactory().textNode(text);
        }
    }

    private void checkReadable(Parameter parameter, Type type) {
        Class<?> raw = parameter.getType();
        if (raw == OptionalInt.class || raw == OptionalLong.class || raw == OptionalDouble.class) {
            throw bad("parameter '%s': write Optional<Integer>, Optional<Long> or Optional<Double>".formatted(parameter.getName()));
        }
        encode(type, new ArrayList<>());
        try {
            TaskJson.mapper().readerFor(TaskJson.mapper().constructType(type)).readValue("{}");
        } catch (InvalidDefinitionException e) {
            boolean choice = type instanceof Class<?> c && !c.getName().startsWith("java") && Modifier.isAbstract(c.getModifiers());
            throw bad("parameter '%s': Jackson cannot read a %s: %s".formatted(parameter.getName(), type.getTypeName(),
                    choice ? "annotate it with @JsonTypeInfo and @JsonSubTypes, which tell its subtypes apart" : e.getOriginalMessage()));
        } catch (IOException | RuntimeException e) {
            // An empty object is no value of the type; that the type can be read is all that was asked.
            return;
        }
    }

    private BadTaskException bad(String why) {
        return new BadTaskException("@Task %s: %s".formatted(declaredBy, why));
    }
}
