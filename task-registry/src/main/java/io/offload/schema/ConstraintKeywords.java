package io.offload.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** The JSON Schema keywords that say what a Bean Validation constraint says. Constraints without such a keyword are checked when the task is called. */
final class ConstraintKeywords {
    private ConstraintKeywords() {}

    /** How an annotation of a place is found; null when it is not there. */
    interface Annotations {
        <A extends Annotation> A find(Class<A> type);
    }

    static void apply(ObjectNode schema, Class<?> type, Annotations annotations) {
        size(schema, type, annotations);
        text(schema, annotations);
        numbers(schema, annotations);
    }

    private static void size(ObjectNode schema, Class<?> type, Annotations annotations) {
        String what = type.isArray() && type != byte[].class || Collection.class.isAssignableFrom(type) ? "Items" : Map.class.isAssignableFrom(type) ? "Properties" : "Length";
        Size size = annotations.find(Size.class);
        if (size != null && size.min() > 0) {
            schema.put("min" + what, size.min());
        }
        if (size != null && size.max() < Integer.MAX_VALUE) {
            schema.put("max" + what, size.max());
        }
        if ((annotations.find(NotEmpty.class) != null || annotations.find(NotBlank.class) != null) && !schema.has("min" + what)) {
            schema.put("min" + what, 1);
        }
    }

    private static void text(ObjectNode schema, Annotations annotations) {
        Pattern pattern = annotations.find(Pattern.class);
        if (pattern != null) {
            schema.put("pattern", "^(?:%s%s)$".formatted(flags(pattern), pattern.regexp()));
        } else if (annotations.find(NotBlank.class) != null) {
            schema.put("pattern", "\\S");
        }
        if (annotations.find(Email.class) != null) {
            schema.put("format", "email");
        }
    }

    private static String flags(Pattern pattern) {
        StringBuilder flags = new StringBuilder();
        for (Pattern.Flag flag : pattern.flags()) {
            flags.append(switch (flag) {
                case CASE_INSENSITIVE -> "i";
                case MULTILINE -> "m";
                case DOTALL -> "s";
                case UNICODE_CASE -> "u";
                case COMMENTS -> "x";
                case UNIX_LINES -> "d";
                case CANON_EQ -> "";
            });
        }
        return flags.isEmpty() ? "" : "(?" + flags + ")";
    }

    private static void numbers(ObjectNode schema, Annotations annotations) {
        Min min = annotations.find(Min.class);
        if (min != null) {
            schema.put("minimum", min.value());
        }
        Max max = annotations.find(Max.class);
        if (max != null) {
            schema.put("maximum", max.value());
        }
        DecimalMin decimalMin = annotations.find(DecimalMin.class);
        if (decimalMin != null) {
            schema.put(decimalMin.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(decimalMin.value()));
        }
        DecimalMax decimalMax = annotations.find(DecimalMax.class);
        if (decimalMax != null) {
            schema.put(decimalMax.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(decimalMax.value()));
        }
        bound(schema, annotations, Positive.class, "exclusiveMinimum");
        bound(schema, annotations, PositiveOrZero.class, "minimum");
        bound(schema, annotations, Negative.class, "exclusiveMaximum");
        bound(schema, annotations, NegativeOrZero.class, "maximum");
    }

    private static void bound(ObjectNode schema, Annotations annotations, Class<? extends Annotation> constraint, String keyword) {
        if (annotations.find(constraint) != null && !schema.has(keyword)) {
            schema.put(keyword, 0);
        }
    }
}
