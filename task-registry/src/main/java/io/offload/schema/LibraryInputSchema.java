package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A schema with keywords that {@link PlainSchema} does not know, checked by networknt's library. */
final class LibraryInputSchema extends InputSchema {
    /** The library reports these at the object, and names the property apart. */
    private static final Set<String> ABOUT_A_PROPERTY =
            Set.of("required", "additionalProperties", "unevaluatedProperties", "dependentRequired");

    private final Schema schema;

    LibraryInputSchema(JsonNode schema) {
        try {
            this.schema = Registry.SHARED.getSchema(schema);
            this.schema.initializeValidators();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a JSON Schema (2020-12): " + e.getMessage(), e);
        }
    }

    @Override
    public List<Violation> validate(JsonNode value) {
        return schema.validate(value).stream().limit(MOST_VIOLATIONS).map(LibraryInputSchema::violation).toList();
    }

    /** What is wrong with a schema as a schema. */
    static List<Violation> metaViolations(JsonNode schema) {
        Schema meta = Registry.SHARED.getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
        return meta.validate(schema).stream().limit(MOST_VIOLATIONS).map(LibraryInputSchema::violation).toList();
    }

    private static Violation violation(Error error) {
        NodePath location = error.getInstanceLocation();
        if (error.getProperty() != null && ABOUT_A_PROPERTY.contains(error.getKeyword())) {
            location = location.append(error.getProperty());
        }
        return new Violation(location.toString(), detail(error));
    }

    private static String detail(Error error) {
        return switch (error.getKeyword()) {
            case "required" -> "is required";
            case "additionalProperties", "unevaluatedProperties" -> "is not a known property";
            default -> error.getMessage();
        };
    }

    /** Holder: loading the library costs tens of milliseconds that an application without such a schema need not pay. */
    private static final class Registry {
        static final SchemaRegistry SHARED = SchemaRegistry.withDialect(
                Dialect.builder(Dialects.getDraft202012()).formats(Formats.forLibrary()).build(),
                builder -> builder.schemaCacheEnabled(false)
                        .schemaLoader(loader -> loader.fetchRemoteResources(false).block(iri -> !iri.toString().startsWith("https://json-schema.org/")))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .losslessNarrowing(true)
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ENGLISH)
                                .regularExpressionFactory(regex -> BoundedPattern.compile(regex)::matches)
                                .build()));
    }
}
