package io.offload.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offload.json.ExactJson;
import io.offload.task.CacheKey;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.invoke.Invoker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the {@link TaskCatalog} from what {@link TaskDiscovery} left in the application when it was built. */
public class TaskCatalogCreator implements SyntheticBeanCreator<TaskCatalog> {
    static final String TASKS = "tasks";
    static final String INVOKERS = "invokers";
    static final String CLASSES = "classes";

    @Override
    public TaskCatalog create(Instance<Object> lookup, Parameters parameters) {
        String descriptors = String.join("", parameters.get(TASKS, String[].class));
        Invoker<?, ?>[] invokers = parameters.get(INVOKERS, Invoker[].class);
        Class<?>[] classes = parameters.get(CLASSES, Class[].class);
        List<TaskDefinition> tasks = new ArrayList<>();
        try {
            for (JsonNode descriptor : ExactJson.read(descriptors)) {
                tasks.add(definition(TaskDescriptor.fromJson(descriptor), invokers, classes));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the task catalog made by the build cannot be read", e);
        }
        return new TaskCatalog(tasks);
    }

    private static TaskDefinition definition(TaskDescriptor task, Invoker<?, ?>[] invokers, Class<?>[] classes) {
        ObjectNode options = task.options();
        List<String> tags = new ArrayList<>();
        options.get("tags").forEach(tag -> tags.add(tag.textValue()));
        return new TaskDefinition(
                options.get("name").textValue(),
                options.get("description").textValue(),
                options.get("queue").textValue(),
                List.copyOf(tags),
                new RetryPolicy(
                        options.get("retries").intValue(),
                        RetryPolicy.parseDelays(options.get("retryDelay").textValue()),
                        options.get("retryJitter").doubleValue(),
                        exceptions(task.retryOn(), classes),
                        exceptions(task.noRetryOn(), classes)),
                duration(options, "timeout"),
                cache(options),
                options.get("runName").textValue(),
                options.get("captureLogs").booleanValue(),
                options.get("capturePrints").booleanValue(),
                duration(options, "retention"),
                task.inputSchema(),
                task.outputSchema(),
                task.sourceDigest(),
                task.declaredBy(),
                new MethodInvoker(task, call(task, invokers, classes), classes),
                hook(task.onCompletion(), invokers),
                hook(task.onFailure(), invokers));
    }

    private static BeanCall call(TaskDescriptor task, Invoker<?, ?>[] invokers, Class<?>[] classes) {
        if (task.direct().invoker() < 0) {
            return new BeanCall(invokers[task.invoker()]);
        }
        return new BeanCall(invokers[task.direct().invoker()], new BeanOfClass(classes[task.direct().beanClass()]));
    }

    private static TaskDefinition.Cache cache(ObjectNode options) {
        Set<CacheKey> parts = EnumSet.noneOf(CacheKey.class);
        options.get("cache").forEach(part -> parts.add(CacheKey.valueOf(part.textValue())));
        return new TaskDefinition.Cache(
                Set.copyOf(parts),
                duration(options, "cacheExpiration"),
                options.get("cacheRefresh").booleanValue(),
                options.get("cacheIsolation").booleanValue());
    }

    private static Optional<Duration> duration(ObjectNode options, String name) {
        return Optional.ofNullable(options.get(name).textValue()).map(Duration::parse);
    }

    private static List<Class<? extends Throwable>> exceptions(List<Integer> indexes, Class<?>[] classes) {
        List<Class<? extends Throwable>> exceptions = new ArrayList<>();
        indexes.forEach(index -> exceptions.add(classes[index].asSubclass(Throwable.class)));
        return exceptions;
    }

    private static Optional<HookInvoker> hook(TaskDescriptor.Hook hook, Invoker<?, ?>[] invokers) {
        if (hook.invoker() < 0) {
            return Optional.empty();
        }
        BeanCall call = new BeanCall(invokers[hook.invoker()]);
        return Optional.of(run -> call.invoke(hook.takesRun() ? new Object[] {run} : new Object[0]));
    }
}
