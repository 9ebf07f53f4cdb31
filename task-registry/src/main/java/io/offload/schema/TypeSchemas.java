package io.offload.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import io.offload.json.TaskJson;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;

/** Makes the JSON Schema (2020-12) of Java types as {@link TaskJson} reads and writes them. Used while an application is built. */
public final class TypeSchemas {
    /** Types whose text form JSON Schema has no or another format for. */
    private static final Map<Class<?>, String> TEXT_FORMS = Map.ofEntries(
            Map.entry(Duration.class, "duration"),
            Map.entry(OffsetTime.class, "time"),
            Map.entry(Period.class, ""),
            Map.entry(LocalDateTime.class, ""),
            Map.entry(LocalTime.class, ""),
            Map.entry(Year.class, ""),
            Map.entry(YearMonth.class, ""),
            Map.entry(MonthDay.class, ""),
            Map.entry(TimeZone.class, ""),
            Map.entry(Locale.class, ""),
            Map.entry(Currency.class, ""),
            Map.entry(char.class, ""),
            Map.entry(Character.class, ""),
            Map.entry(byte[].class, ""));

    private final SchemaGenerator generator = new SchemaGenerator(configuration().build());

    /**
     * One property of an input.
     *
     * @param annotations where its constraints are
     * @param type without {@code Optional}
     * @param nullable whether null is allowed beside the type's values
     * @param description null for none
     * @param defaultValue null for none
     */
    public record Property(
            String name, AnnotatedElement annotations, AnnotatedType type, boolean required, boolean nullable, String description, JsonNode defaultValue) {}

    /** Schema of an object of exactly these properties. */
    public ObjectNode input(List<Property> properties) {
        SchemaBuilder builder = generator.buildMultipleSchemaDefinitions();
        ObjectNode schema = start();
        schema.put("type", "object");
        ObjectNode described = schema.putObject("properties");
        ArrayNode required = TaskJson.mapper().createArrayNode();
        for (Property property : properties) {
            described.set(property.name(), property(property, builder));
            if (property.required()) {
                required.add(property.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        return finish(schema, builder);
    }

    /** Schema of a result; {@code void.class} is null. */
    public ObjectNode output(Type type) {
        ObjectNode schema = start();
        if (type == void.class || type == Void.class) {
            return schema.put("type", "null");
        }
        SchemaBuilder builder = generator.buildMultipleSchemaDefinitions();
        schema.setAll(builder.createSchemaReference(type));
        return finish(schema, builder);
    }

    private static ObjectNode start() {
        return TaskJson.mapper().createObjectNode().put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
    }

    private static ObjectNode finish(ObjectNode schema, SchemaBuilder builder) {
        ObjectNode definitions = builder.collectDefinitions("$defs");
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        IntegerRanges.add(schema);
        return schema;
    }

    private static JsonNode property(Property property, SchemaBuilder builder) {
        ObjectNode schema = builder.createSchemaReference(property.type().getType());
        ConstraintKeywords.apply(schema, rawClass(property.type().getType()), annotations(property.annotations()));
        if (property.type() instanceof AnnotatedParameterizedType container && schema.path("items") instanceof ObjectNode items) {
            AnnotatedType item = container.getAnnotatedActualTypeArguments()[0];
            ConstraintKeywords.apply(items, rawClass(item.getType()), annotations(item));
        }
        if (property.nullable() && !schema.isEmpty()) {
            schema = nullable(schema);
        }
        if (property.description() != null) {
            schema.put("description", property.description());
        }
        if (property.defaultValue() != null) {
            schema.set("default", property.defaultValue());
        }
        return schema;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        if (schema.path("type").isTextual() && !schema.has("enum") && !schema.has("const")) {
            ArrayNode types = TaskJson.mapper().createArrayNode().add(schema.path("type").textValue()).add("null");
            schema.set("type", types);
            return schema;
        }
        ObjectNode either = TaskJson.mapper().createObjectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    private static ConstraintKeywords.Annotations annotations(AnnotatedElement element) {
        return element::getAnnotation;
    }

    /** The class behind a type, as far as constraints care; Object when it has none. */
    private static Class<?> rawClass(Type type) {
        return switch (type) {
            case Class<?> c -> c;
            case java.lang.reflect.ParameterizedType p -> (Class<?>) p.getRawType();
            case java.lang.reflect.GenericArrayType a -> Object[].class;
            default -> Object.class;
        };
    }

    private static SchemaGeneratorConfigBuilder configuration() {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(TaskJson.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .without(Option.SCHEMA_VERSION_INDICATOR)
                        .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.EXTRA_OPEN_API_FORMAT_VALUES, Option.PLAIN_DEFINITION_KEYS)
                        .with(new JacksonModule(JacksonOption.RESPECT_JSONPROPERTY_REQUIRED, JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE));
        config.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            Class<?> raw = type.getErasedType();
            if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
                return new CustomDefinition(anyJson(raw), true);
            }
            if (raw == byte.class || raw == Byte.class) {
                return new CustomDefinition(integer(Byte.MIN_VALUE, Byte.MAX_VALUE), true);
            }
            if (raw == short.class || raw == Short.class) {
                return new CustomDefinition(integer(Short.MIN_VALUE, Short.MAX_VALUE), true);
            }
            String format = TEXT_FORMS.get(raw);
            return format == null ? null : new CustomDefinition(text(raw, format), true);
        });
        config.forFields()
                .withPropertyNameOverrideResolver(TypeSchemas::propertyName)
                .withNullableCheck(field -> optional(field))
                .withRequiredCheck(field -> field.getDeclaringType().getErasedType().isRecord() && !optional(field)
                        || field.getAnnotationConsideringFieldAndGetterIfSupported(jakarta.validation.constraints.NotNull.class) != null)
                .withInstanceAttributeOverride((node, field, context) ->
                        ConstraintKeywords.apply(node, field.getType().getErasedType(), new ConstraintKeywords.Annotations() {
                            @Override
                            public <A extends Annotation> A find(Class<A> annotation) {
                                return field.isFakeContainerItemScope()
                                        ? field.getContainerItemAnnotation(annotation)
                                        : field.getAnnotationConsideringFieldAndGetterIfSupported(annotation);
                            }
                        }));
        return config;
    }

    private static String propertyName(FieldScope field) {
        JsonProperty named = field.getAnnotationConsideringFieldAndGetterIfSupported(JsonProperty.class);
        return named != null && !named.value().isEmpty() ? named.value() : TaskJson.propertyName(field.getDeclaredName());
    }

    private static boolean optional(FieldScope field) {
        return field.getType() != null && field.getType().getErasedType() == java.util.Optional.class
                || Nullness.nullable(field.getRawMember().getAnnotations())
                || Nullness.nullable(field.getRawMember().getAnnotatedType().getAnnotations());
    }

    private static ObjectNode anyJson(Class<?> raw) {
        ObjectNode schema = TaskJson.mapper().createObjectNode();
        if (ObjectNode.class.isAssignableFrom(raw)) {
            schema.put("type", "object");
        } else if (ArrayNode.class.isAssignableFrom(raw)) {
            schema.put("type", "array");
        }
        return schema;
    }

    private static ObjectNode integer(int least, int most) {
        return TaskJson.mapper().createObjectNode().put("type", "integer").put("minimum", least).put("maximum", most);
    }

    private static ObjectNode text(Class<?> raw, String format) {
        ObjectNode schema = TaskJson.mapper().createObjectNode().put("type", "string");
        if (raw == byte[].class) {
            schema.put("contentEncoding", "base64");
        } else if (raw == char.class || raw == Character.class) {
            schema.put("minLength", 1).put("maxLength", 1);
        } else if (!format.isEmpty()) {
            schema.put("format", format);
        }
        return schema;
    }
}
