package io.offload.catalog;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.ManagedContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.invoke.Invoker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Calls a method of a bean with a request context of its own, and waits for a {@code Uni} or {@code CompletionStage}. */
final class BeanCall {
    private final Invoker<Object, ?> method;
    private final Supplier<Object> bean;

    /**
     * @param bean the instance to call; one that gives null for an invoker that finds it by itself
     */
    @SuppressWarnings("unchecked") // made for the class that the supplier looks up
    BeanCall(Invoker<?, ?> method, Supplier<Object> bean) {
        this.method = (Invoker<Object, ?>) method;
        this.bean = bean;
    }

    BeanCall(Invoker<?, ?> method) {
        this(method, () -> null);
    }

    /**
     * @return the value, of a {@code Uni} or stage the value inside
     * @throws InterruptedException when the waiting thread is interrupted; the {@code Uni} or stage has been cancelled then
     * @throws Throwable what the method threw or the {@code Uni} or stage failed with
     */
    Object invoke(Object[] arguments) throws Throwable {
        ArcContainer container = Arc.container();
        ManagedContext requests = container == null ? null : container.requestContext();
        if (requests == null || requests.isActive()) {
            return value(method.invoke(bean.get(), arguments));
        }
        requests.activate();
        try {
            return value(method.invoke(bean.get(), arguments));
        } finally {
            requests.terminate();
        }
    }

    private static Object value(Object returned) throws Throwable {
        return switch (returned) {
            case Uni<?> uni -> await(uni.subscribeAsCompletionStage());
            case CompletionStage<?> stage -> await(stage.toCompletableFuture());
            case null, default -> returned;
        };
    }

    private static Object await(CompletableFuture<?> future) throws Throwable {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }
}
