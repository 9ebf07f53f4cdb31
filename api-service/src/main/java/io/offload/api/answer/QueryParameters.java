package io.offload.api.answer;

import io.offload.api.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads query parameters; what cannot be read is {@link Problem#UNPARSABLE}, named. */
public final class QueryParameters {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private QueryParameters() {}

    /** A whole number of a range, the default when the parameter is absent. */
    public static int number(String name, String text, int lowest, int highest, int whenAbsent) {
        if (text == null) {
            return whenAbsent;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw Problem.UNPARSABLE.because("the query parameter %s must be a whole number, it is \"%s\"".formatted(name, text));
        }
        long value = Long.parseLong(text);
        if (value < lowest || value > highest) {
            throw Problem.UNPARSABLE.because("the query parameter %s must lie between %d and %d, it is %d".formatted(name, lowest, highest, value));
        }
        return (int) value;
    }

    /** Refuses parameters of other names: a misspelt filter would silently answer with everything. */
    public static void only(MultivaluedMap<String, String> given, Set<String> known) {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw Problem.UNPARSABLE.because("there is no query parameter \"%s\"; there are %s".formatted(name, String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    /** Refuses parameters of other names, those that are given twice, and those without a value. */
    public static void onceEach(UriInfo uri, Set<String> known) {
        MultivaluedMap<String, String> given = uri.getQueryParameters();
        only(given, known);
        given.forEach((name, values) -> {
            if (values.size() > 1 || values.getFirst().isEmpty()) {
                throw Problem.UNPARSABLE.because("the query parameter %s %s".formatted(name, values.size() > 1 ? "may be given once only" : "is empty"));
            }
        });
    }
}
