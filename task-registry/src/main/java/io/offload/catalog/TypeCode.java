package io.offload.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.offload.json.TaskJson;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A generic Java type written as a short text over a pool of classes, so that it can be passed from the build to the start of the application
 * without reflection: {@code 0<1,[2>} is {@code pool[0]<pool[1], pool[2][]>}.
 */
final class TypeCode {
    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class, double.class, void.class)
            .collect(Collectors.toMap(Class::getName, c -> c));

    private TypeCode() {}

    /**
     * @param pool gets the classes that the type names
     * @throws IllegalArgumentException for a type variable
     */
    static String encode(Type type, List<Class<?>> pool) {
        return switch (type) {
            case Class<?> c when c.isPrimitive() -> c.getName();
            case Class<?> c when c.isArray() -> "[" + encode(c.getComponentType(), pool);
            case Class<?> c -> Integer.toString(index(c, pool));
            case GenericArrayType array -> "[" + encode(array.getGenericComponentType(), pool);
            case ParameterizedType parametric -> encode(parametric.getRawType(), pool)
                    + Stream.of(parametric.getActualTypeArguments()).map(argument -> encode(argument, pool)).collect(Collectors.joining(",", "<", ">"));
            case WildcardType wildcard -> encode(wildcard.getUpperBounds()[0], pool);
            default -> throw new IllegalArgumentException("type variable " + type.getTypeName());
        };
    }

    private static int index(Class<?> type, List<Class<?>> pool) {
        int index = pool.indexOf(type);
        if (index < 0) {
            pool.add(type);
            return pool.size() - 1;
        }
        return index;
    }

    static JavaType decode(String code, Class<?>[] pool) {
        return new Decoder(code, pool).type();
    }

    private static final class Decoder {
        private final TypeFactory types = TaskJson.mapper().getTypeFactory();
        private final String code;
        private final Class<?>[] pool;
        private int at;

        Decoder(String code, Class<?>[] pool) {
            this.code = code;
            this.pool = pool;
        }

        JavaType type() {
            if (code.charAt(at) == '[') {
                at++;
                return types.constructArrayType(type());
            }
            int start = at;
            while (at < code.length() && Character.isLetterOrDigit(code.charAt(at))) {
                at++;
            }
            String word = code.substring(start, at);
            Class<?> raw = PRIMITIVES.containsKey(word) ? PRIMITIVES.get(word) : pool[Integer.parseInt(word)];
            if (at == code.length() || code.charAt(at) != '<') {
                return types.constructType(raw);
            }
            List<JavaType> arguments = new ArrayList<>();
            do {
                at++;
                arguments.add(type());
            } while (code.charAt(at) == ',');
            at++;
            return types.constructParametricType(raw, arguments.toArray(JavaType[]::new));
        }
    }
}
