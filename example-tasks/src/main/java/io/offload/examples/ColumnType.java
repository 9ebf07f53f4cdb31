package io.offload.examples;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the values of a CSV column can be read as, from the narrowest to the widest. */
@RegisterForReflection
public enum ColumnType {
    INTEGER {
        /** Without leading zeros: {@code 01234} is a code, not a number. */
        private static final Pattern FORM = Pattern.compile("-?(0|[1-9]\\d{0,99})");

        @Override
        Comparable<?> read(String text) {
            return FORM.matcher(text).matches() ? new BigDecimal(text) : null;
        }
    },
    NUMBER {
        private static final Pattern FORM = Pattern.compile("[+-]?(0|[1-9]\\d{0,99})?(\\.\\d{1,100})?([eE][+-]?\\d{1,3})?");

        @Override
        Comparable<?> read(String text) {
            return FORM.matcher(text).matches() && Character.isDigit(text.charAt(text.length() - 1)) ? new BigDecimal(text) : null;
        }
    },
    BOOLEAN {
        @Override
        Comparable<?> read(String text) {
            return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false") ? Boolean.valueOf(text) : null;
        }
    },
    DATE {
        @Override
        Comparable<?> read(String text) {
            return text.length() == 10 ? time(() -> LocalDate.parse(text)) : null;
        }
    },
    /** A time without an offset counts as UTC. */
    DATE_TIME {
        @Override
        Comparable<?> read(String text) {
            Comparable<?> withOffset = time(() -> OffsetDateTime.parse(text).toInstant());
            return withOffset != null ? withOffset : time(() -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        }
    },
    STRING {
        @Override
        Comparable<?> read(String text) {
            return text;
        }
    };

    /** The value, comparable with others of the type; null when the text is none. */
    abstract Comparable<?> read(String text);

    boolean numeric() {
        return this == INTEGER || this == NUMBER;
    }

    @JsonValue
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private interface Time {
        Comparable<?> read();
    }

    private static Comparable<?> time(Time time) {
        try {
            return time.read();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
