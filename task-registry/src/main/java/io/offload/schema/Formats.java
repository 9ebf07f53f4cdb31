package io.offload.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The formats that are asserted: those that Java types are bound from. */
final class Formats {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DATE_TEXT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private static final Map<String, Predicate<String>> KNOWN = Map.of(
            "date", text -> DATE_TEXT.matcher(text).matches() && readable(LocalDate::parse, text),
            "date-time", text -> readable(OffsetDateTime::parse, text),
            "time", text -> readable(OffsetTime::parse, text),
            "duration", text -> readable(Duration::parse, text),
            "uuid", text -> UUID_TEXT.matcher(text).matches());

    private Formats() {}

    /** Always true for a format that is not asserted. */
    static Predicate<String> named(String name) {
        return KNOWN.getOrDefault(name, text -> true);
    }

    static List<Format> forLibrary() {
        return KNOWN.keySet().stream().<Format>map(LibraryFormat::new).toList();
    }

    private static boolean readable(Reader reader, String text) {
        try {
            reader.read(text);
            return true;
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private interface Reader {
        Object read(String text);
    }

    private record LibraryFormat(String name) implements Format {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean matches(ExecutionContext context, String value) {
            return KNOWN.get(name).test(value);
        }
    }
}
