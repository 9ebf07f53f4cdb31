package io.offload.api.list;

import io.offload.api.answer.QueryParameters;
import io.offload.api.problem.Problem;
import io.offload.run.StateType;
import io.offload.task.Names;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Which runs are asked for.
 *
 * @param states any of them; empty for all
 * @param tags each of them
 * @param task null for any
 * @param queue null for any
 * @param part what name or id must contain, names in any case; null for any
 * @param lowest id from which on, inclusive
 * @param end id up to which, exclusive
 */
public record RunFilter(Set<StateType> states, List<String> tags, String task, String queue, String part, UUID lowest, UUID end) {
    static final Set<String> PARAMETERS = Set.of("state", "tag", "task", "queue", "created_after", "created_before", "limit", "cursor");
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);
    private static final Instant LATEST = Instant.ofEpochMilli((1L << 48) - 1);

    /**
     * @throws io.offload.api.problem.ProblemException {@link Problem#UNPARSABLE}, naming the parameter
     */
    static RunFilter read(MultivaluedMap<String, String> query) {
        QueryParameters.only(query, PARAMETERS);
        Set<StateType> states = EnumSet.noneOf(StateType.class);
        for (String text : all(query, "state")) {
            states.add(state(text));
        }
        TreeSet<String> tags = new TreeSet<>();
        for (String tag : all(query, "tag")) {
            tags.add(fitting("tag", tag, Names::isTag));
        }
        return new RunFilter(states, List.copyOf(tags), fitting("task", one(query, "task"), Names::isTask), fitting("queue", one(query, "queue"), Names::isQueue), null,
                bound("created_after", one(query, "created_after"), FIRST), bound("created_before", one(query, "created_before"), LAST));
    }

    boolean hasOnly(Set<StateType> some) {
        return !states.isEmpty() && some.containsAll(states);
    }

    /** Changes with every part of the filter; cursors carry it. */
    int fingerprint() {
        return Objects.hash(states.stream().map(StateType::name).toList(), tags, task, queue, part, lowest, end);
    }

    private static List<String> all(MultivaluedMap<String, String> query, String name) {
        return query.getOrDefault(name, List.of());
    }

    static String one(MultivaluedMap<String, String> query, String name) {
        List<String> values = all(query, name);
        if (values.size() > 1) {
            throw Problem.UNPARSABLE.because("the query parameter %s may be given once only".formatted(name));
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static StateType state(String text) {
        try {
            return StateType.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problem.UNPARSABLE.because("the query parameter state: \"%s\" is no state; states are %s".formatted(text, List.of(StateType.values())));
        }
    }

    private static String fitting(String name, String text, Predicate<String> rule) {
        if (text != null && !rule.test(text)) {
            throw Problem.UNPARSABLE.because("the query parameter %s: \"%s\" cannot be the name of a %s".formatted(name, text, name));
        }
        return text;
    }

    /** The lowest id that may have been minted at or after a time; ids count milliseconds. */
    private static UUID bound(String name, String text, UUID whenAbsent) {
        if (text == null) {
            return whenAbsent;
        }
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.isBefore(Instant.EPOCH)) {
                return FIRST;
            }
            if (!at.isBefore(LATEST)) {
                return LAST;
            }
            Instant millis = at.truncatedTo(ChronoUnit.MILLIS);
            long first = millis.equals(at) ? millis.toEpochMilli() : millis.toEpochMilli() + 1;
            return new UUID(first << 16, 0);
        } catch (DateTimeParseException e) {
            throw Problem.UNPARSABLE.because("the query parameter %s must be an RFC 3339 time such as 2026-01-31T12:00:00Z (+ is written %%2B), it is \"%s\"".formatted(name, text));
        }
    }
}
