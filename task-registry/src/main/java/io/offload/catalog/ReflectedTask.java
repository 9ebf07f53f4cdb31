package io.offload.catalog;

import io.offload.task.Task;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The class and the method themselves behind what CDI's language model shows while the application is built. */
record ReflectedTask(Class<?> beanClass, Method method, Task task) {

    /**
     * @throws BadTaskException when a class cannot be loaded
     */
    static ReflectedTask of(String beanClass, MethodInfo info, String declaredBy) {
        List<Method> methods;
        try {
            methods = Stream.of(load(info.declaringClass().name(), declaredBy).getDeclaredMethods())
                    .filter(method -> !method.isBridge() && method.isAnnotationPresent(Task.class) && matches(method, info))
                    .toList();
        } catch (LinkageError e) {
            throw new BadTaskException("@Task %s: a class that it needs cannot be loaded while the application is built: %s".formatted(declaredBy, e));
        }
        if (methods.size() != 1) {
            throw new BadTaskException("@Task %s: the method cannot be told from its overloads: give it another name".formatted(declaredBy));
        }
        return new ReflectedTask(load(beanClass, declaredBy), methods.getFirst(), methods.getFirst().getAnnotation(Task.class));
    }

    /** The language model does not know classes outside the index but by their text, which may carry annotations and type arguments. */
    private static boolean matches(Method method, MethodInfo info) {
        Class<?>[] types = method.getParameterTypes();
        return method.getName().equals(info.name())
                && types.length == info.parameters().size()
                && IntStream.range(0, types.length).allMatch(i -> mentions(info.parameters().get(i).type().toString(), types[i]));
    }

    private static boolean mentions(String text, Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return text.contains(element.getSimpleName()) || element == Object.class;
    }

    private static Class<?> load(String name, String declaredBy) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new BadTaskException("@Task %s: class %s cannot be loaded while the application is built: %s".formatted(declaredBy, name, e));
        }
    }
}
