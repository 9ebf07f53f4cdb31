package io.offload.catalog;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import jakarta.enterprise.inject.Any;
import java.util.function.Supplier;

/** The bean made of exactly one class, looked up at the first call; a client proxy for a normal scope. */
final class BeanOfClass implements Supplier<Object> {
    private final Class<?> beanClass;
    private volatile Object bean;

    BeanOfClass(Class<?> beanClass) {
        this.beanClass = beanClass;
    }

    @Override
    public Object get() {
        Object known = bean;
        if (known == null) {
            known = find();
            bean = known;
        }
        return known;
    }

    private Object find() {
        for (InstanceHandle<?> handle : Arc.container().select(beanClass, Any.Literal.INSTANCE).handles()) {
            if (handle.getBean().getBeanClass() == beanClass) {
                return handle.get();
            }
        }
        throw new IllegalStateException("no bean of " + beanClass.getName());
    }
}
