package io.offload.api.answer;

import io.offload.api.problem.Problem;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;

/** Reads query parameters; what cannot be read is {@link Problem#UNPARSABLE}, named. */
public final class QueryParameters {
    private QueryParameters() {}

    /** A whole number of a range, the default when the parameter is absent. */
    public static int number(String name, String text, int lowest, int highest, int whenAbsent) {
        if (text == null) {
            return whenAbsent;
        }
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Problem.UNPARSABLE.because("the query parameter %s must be a whole number, it is \"%s\"".formatted(name, text));
        }
        if (value < lowest || value > highest) {
            throw Problem.UNPARSABLE.because("the query parameter %s must lie between %d and %d, it is %d".formatted(name, lowest, highest, value));
        }
        return value;
    }

    /** Refuses parameters of other names: a misspelt filter would silently answer with everything. */
    public static void only(MultivaluedMap<String, String> given, Set<String> known) {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw Problem.UNPARSABLE.because("there is no query parameter \"%s\"; there are %s".formatted(name, String.join(", ", known.stream().sorted().toList())));
            }
        }
    }
}
