package io.offload.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.TaskJson;
import io.offload.schema.TypeSchemas;
import io.offload.task.FinishedRun;
import io.offload.task.Task;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.InvokerFactory;
import jakarta.enterprise.inject.build.compatible.spi.InvokerInfo;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.build.compatible.spi.Validation;
import jakarta.enterprise.invoke.InvokerBuilder;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.inject.Singleton;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the {@link Task} methods of CDI beans while the application is built, checks them, makes their schemas and invokers, and adds the
 * {@link TaskCatalog} bean. What is wrong with a task stops the build.
 */
public class TaskDiscovery implements BuildCompatibleExtension {
    private static final int LONGEST_TEXT = 16_000;

    /** What would make a bean of each class with a task. */
    private final Map<String, String> annotatedClasses = new TreeMap<>();
    private final Set<String> beanClasses = new TreeSet<>();
    private final Map<String, String> declaredByName = new HashMap<>();
    private final Map<String, TaskDescriptor> tasks = new LinkedHashMap<>();
    private final List<InvokerInfo> invokers = new ArrayList<>();
    private final Map<String, Integer> invokerIndexes = new HashMap<>();
    private final List<Class<?>> classes = new ArrayList<>();
    private TypeSchemas schemas;

    /** Remembers every class with a task, bean or not. */
    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = Task.class)
    public void classWithTasks(ClassConfig type) {
        if (type.info().methods().stream().anyMatch(method -> declares(type.info(), method))) {
            annotatedClasses.put(type.info().name(), type.info().isInterface() || Modifier.isAbstract(type.info().modifiers())
                    ? "an interface or abstract class is no CDI bean: put @Task on the method of the bean that implements it"
                    : "the class is no CDI bean: add a scope, for example @ApplicationScoped");
        }
    }

    @Registration(types = Object.class)
    public void bean(BeanInfo bean, InvokerFactory factory, Messages messages) {
        if (!bean.isClassBean()) {
            return;
        }
        for (MethodInfo method : taskMethods(bean.declaringClass())) {
            beanClasses.add(method.declaringClass().name());
            try {
                add(bean, method, factory);
            } catch (BadTaskException e) {
                messages.error(e.getMessage());
            }
        }
    }

    @Synthesis
    public void catalog(SyntheticComponents components) {
        ArrayNode descriptors = TaskJson.mapper().createArrayNode();
        tasks.values().forEach(task -> descriptors.add(task.toJson()));
        components.addBean(TaskCatalog.class)
                .type(TaskCatalog.class)
                .scope(Singleton.class)
                .createWith(TaskCatalogCreator.class)
                .withParam(TaskCatalogCreator.TASKS, pieces(descriptors.toString()))
                .withParam(TaskCatalogCreator.INVOKERS, invokers.toArray(InvokerInfo[]::new))
                .withParam(TaskCatalogCreator.CLASSES, classes.toArray(Class[]::new));
    }

    @Validation
    public void everyTaskBelongsToABean(Messages messages) {
        annotatedClasses.forEach((name, remedy) -> {
            if (!beanClasses.contains(name)) {
                messages.error("@Task %s: %s".formatted(name, remedy));
            }
        });
    }

    private static boolean declares(ClassInfo type, MethodInfo method) {
        return method.hasAnnotation(Task.class) && method.declaringClass().name().equals(type.name());
    }

    /** The bean's tasks; a method that a subclass overrides counts as the subclass annotates it. */
    private static List<MethodInfo> taskMethods(ClassInfo type) {
        Map<String, MethodInfo> mostSpecific = new LinkedHashMap<>();
        for (MethodInfo method : type.methods()) {
            if (!method.isStatic() || method.hasAnnotation(Task.class)) {
                mostSpecific.putIfAbsent(signature(method), method);
            }
        }
        return mostSpecific.values().stream().filter(method -> method.hasAnnotation(Task.class)).toList();
    }

    private static String signature(MethodInfo method) {
        return method.name() + method.parameters().stream().map(parameter -> parameter.type().toString()).toList();
    }

    private void add(BeanInfo bean, MethodInfo info, InvokerFactory factory) {
        String declaredBy = bean.declaringClass().name() + "#" + info.name();
        ReflectedTask reflected = ReflectedTask.of(bean.declaringClass().name(), info, declaredBy);
        Task task = reflected.task();
        TaskSignature signature = new TaskSignature(reflected.method(), declaredBy);
        Set<String> properties = signature.properties().stream().map(TypeSchemas.Property::name).collect(Collectors.toCollection(TreeSet::new));
        ObjectNode options = new CheckedOptions(task, declaredBy).check(info.name(), properties);
        String other = declaredByName.putIfAbsent(options.get("name").textValue(), declaredBy);
        if (other != null) {
            throw new BadTaskException(
                    "@Task %s: the name '%s' is used already by %s".formatted(declaredBy, options.get("name").textValue(), other));
        }
        if (schemas == null) {
            schemas = new TypeSchemas();
        }
        ObjectNode inputSchema = schemas.input(signature.properties());
        signature.checkSchema(inputSchema);
        signature.checkDefaults(inputSchema);
        tasks.put(options.get("name").textValue(), new TaskDescriptor(
                options,
                signature.parameters(classes),
                indexes(task.retryOn()),
                indexes(task.noRetryOn()),
                signature.encode(signature.resultType(), classes),
                inputSchema.toString(),
                schemas.output(signature.resultType()).toString(),
                SourceDigest.of(reflected.beanClass(), reflected.method().getDeclaringClass()),
                declaredBy,
                invoker(bean, info, true, factory),
                direct(bean, info, reflected, factory),
                hook("onCompletion", task.onCompletion(), bean, declaredBy, factory),
                hook("onFailure", task.onFailure(), bean, declaredBy, factory)));
    }

    private TaskDescriptor.Hook hook(String option, String name, BeanInfo bean, String declaredBy, InvokerFactory factory) {
        if (name.isEmpty()) {
            return TaskDescriptor.Hook.NONE;
        }
        List<MethodInfo> named = bean.declaringClass().methods().stream().filter(method -> method.name().equals(name)).toList();
        List<MethodInfo> fitting = named.stream().filter(TaskDiscovery::isHook).toList();
        if (fitting.size() != 1) {
            throw new BadTaskException(
                    "@Task %s: option '%s': %s has %s method '%s' with no parameter or one FinishedRun that is neither static nor private"
                            .formatted(declaredBy, option, bean.declaringClass().name(), fitting.isEmpty() ? "no" : "more than one", name));
        }
        MethodInfo hook = fitting.getFirst();
        return new TaskDescriptor.Hook(invoker(bean, hook, true, factory), !hook.parameters().isEmpty());
    }

    private static boolean isHook(MethodInfo method) {
        boolean takesRunOrNothing = method.parameters().isEmpty()
                || method.parameters().size() == 1 && method.parameters().getFirst().type().toString().endsWith(FinishedRun.class.getName());
        return takesRunOrNothing && !method.isStatic() && !Modifier.isPrivate(method.modifiers());
    }

    /** Dependent beans stay with the lookup, which destroys the instance when the stage ends. */
    private TaskDescriptor.Direct direct(BeanInfo bean, MethodInfo info, ReflectedTask reflected, InvokerFactory factory) {
        boolean stage = CompletionStage.class.isAssignableFrom(reflected.method().getReturnType());
        if (!stage || bean.scope().annotation().name().equals(Dependent.class.getName())) {
            return TaskDescriptor.Direct.NONE;
        }
        return new TaskDescriptor.Direct(
                invoker(bean, info, false, factory), Integer.parseInt(TypeCode.encode(reflected.beanClass(), classes)));
    }

    /** One for each method, though several tasks may share a hook: the class of an invoker may be made only once. */
    private int invoker(BeanInfo bean, MethodInfo method, boolean lookup, InvokerFactory factory) {
        return invokerIndexes.computeIfAbsent(bean.declaringClass().name() + "#" + signature(method) + lookup, ignored -> {
            InvokerBuilder<InvokerInfo> builder = factory.createInvoker(bean, method);
            invokers.add(lookup ? builder.withInstanceLookup().build() : builder.build());
            return invokers.size() - 1;
        });
    }

    private List<Integer> indexes(Class<?>[] types) {
        return Stream.of(types).map(type -> Integer.parseInt(TypeCode.encode(type, classes))).toList();
    }

    /** A string constant of a class file holds at most 65,535 bytes. */
    private static String[] pieces(String text) {
        String[] pieces = new String[(text.length() + LONGEST_TEXT - 1) / LONGEST_TEXT];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = text.substring(i * LONGEST_TEXT, Math.min(text.length(), (i + 1) * LONGEST_TEXT));
        }
        return pieces;
    }
}
