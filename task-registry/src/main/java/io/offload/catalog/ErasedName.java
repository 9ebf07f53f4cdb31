package io.offload.catalog;

import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.types.Type;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/** Ties the language model that CDI shows at build time to the classes themselves. */
final class ErasedName {
    private ErasedName() {}

    static String of(Type type) {
        return switch (type.kind()) {
            case PRIMITIVE -> type.asPrimitive().name();
            case VOID -> "void";
            case CLASS -> type.asClass().declaration().name();
            case PARAMETERIZED_TYPE -> type.asParameterizedType().genericClass().declaration().name();
            case ARRAY -> of(type.asArray().componentType()) + "[]";
            case TYPE_VARIABLE -> type.asTypeVariable().bounds().isEmpty() ? Object.class.getName() : of(type.asTypeVariable().bounds().getFirst());
            case WILDCARD_TYPE -> type.asWildcardType().upperBound() == null ? Object.class.getName() : of(type.asWildcardType().upperBound());
        };
    }

    static Class<?> load(String name, String declaredBy) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new BadTaskException("@Task %s: class %s cannot be loaded while the application is built: %s".formatted(declaredBy, name, e));
        }
    }

    static Method reflect(MethodInfo info, String declaredBy) {
        List<String> parameters = info.parameters().stream().map(parameter -> of(parameter.type())).toList();
        try {
            return Stream.of(load(info.declaringClass().name(), declaredBy).getDeclaredMethods())
                    .filter(method -> !method.isBridge() && method.getName().equals(info.name()) && names(method).equals(parameters))
                    .findFirst()
                    .orElseThrow(() -> new BadTaskException("@Task %s: no method with the parameters %s".formatted(declaredBy, parameters)));
        } catch (LinkageError e) {
            throw new BadTaskException("@Task %s: a class that it needs cannot be loaded while the application is built: %s".formatted(declaredBy, e));
        }
    }

    private static List<String> names(Method method) {
        return Stream.of(method.getParameterTypes()).map(ErasedName::name).toList();
    }

    private static String name(Class<?> type) {
        return type.isArray() ? name(type.getComponentType()) + "[]" : type.getName();
    }
}
