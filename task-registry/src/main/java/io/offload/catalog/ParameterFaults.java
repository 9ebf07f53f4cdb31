package io.offload.catalog;

import io.offload.json.TaskJson;
import io.offload.schema.InputSchema;
import io.offload.schema.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Tells violated Bean Validation constraints of a task's own parameters (bad input) from those of beans that the task calls (a failure). */
final class ParameterFaults {
    private final String declaredBy;
    private final InputBinder binder;

    ParameterFaults(String declaredBy, InputBinder binder) {
        this.declaredBy = declaredBy;
        this.binder = binder;
    }

    boolean isAboutParameters(ConstraintViolationException e) {
        return e.getConstraintViolations() != null && !e.getConstraintViolations().isEmpty() && e.getConstraintViolations().stream().allMatch(this::isAboutParameter);
    }

    private boolean isAboutParameter(ConstraintViolation<?> violation) {
        Iterator<Path.Node> path = violation.getPropertyPath().iterator();
        Path.Node method = path.next();
        return method.getKind() == ElementKind.METHOD
                && isTask(violation.getRootBeanClass(), method.getName())
                && path.hasNext()
                && path.next().getKind() == ElementKind.PARAMETER;
    }

    /** An intercepted bean is of a generated subclass. */
    private boolean isTask(Class<?> bean, String method) {
        return Stream.<Class<?>>iterate(bean, type -> type != null, Class::getSuperclass).anyMatch(type -> declaredBy.equals(type.getName() + "#" + method));
    }

    List<Violation> violations(ConstraintViolationException e) {
        return e.getConstraintViolations().stream()
                .map(violation -> new Violation(pointer(violation.getPropertyPath()), violation.getMessage()))
                .limit(InputSchema.MOST_VIOLATIONS)
                .toList();
    }

    private String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.getKey() != null) {
                pointer.append('/').append(node.getKey().toString().replace("~", "~0").replace("/", "~1"));
            }
            if (node.getKind() == ElementKind.PARAMETER) {
                pointer.append('/').append(binder.property(node.as(Path.ParameterNode.class).getParameterIndex()));
            } else if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(TaskJson.propertyName(node.getName()));
            }
        }
        return pointer.toString();
    }
}
