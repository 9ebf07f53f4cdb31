package io.offload.api.ui.runs;

import io.offload.api.list.RunFilter;
import io.offload.run.StateType;
import io.offload.task.Names;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The filters of the list as its address carries them. A filter that cannot be read is left out and named among the faults.
 *
 * @param task empty for any, as are the other texts
 * @param text part of a name or of an id; what looks like the beginning of an id is found at once
 * @param within how far back: a key of {@link #PERIODS}
 * @param after created at this time or later; null for any
 * @param until created before this time; null for any
 * @param before the page holds runs below this id; null for the first page
 */
public record RunQuery(Set<StateType> states, String task, String queue, String tag, String text, String within, Instant after, Instant until, UUID before,
        List<String> faults) {
    static final List<Period> PERIODS = List.of(new Period("15m", "15 minutes", Duration.ofMinutes(15)), new Period("1h", "1 hour", Duration.ofHours(1)),
            new Period("6h", "6 hours", Duration.ofHours(6)), new Period("1d", "1 day", Duration.ofDays(1)), new Period("7d", "7 days", Duration.ofDays(7)));
    private static final Set<StateType> OPEN = EnumSet.of(StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.CANCELLING);
    private static final Set<StateType> UNSUCCESSFUL = EnumSet.of(StateType.FAILED, StateType.CRASHED);
    /** Ids begin with their time, those of 2022 to 2039 so. Other digits may stand in a name, or are the end of an id, as lists show it. */
    private static final Pattern ID_START = Pattern.compile("01[89a-f][0-9a-f]{3,5}|[0-9a-f]{8}-[0-9a-f-]{0,27}");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    /** A time span that lists offer. */
    public record Period(String key, String words, Duration length) {}

    static RunQuery read(MultivaluedMap<String, String> query) {
        List<String> faults = new ArrayList<>();
        Set<StateType> states = EnumSet.noneOf(StateType.class);
        for (String state : query.getOrDefault("state", List.of())) {
            try {
                states.add(StateType.valueOf(state.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                faults.add("“%s” is no state".formatted(state));
            }
        }
        String task = fitting(query, "task", Names::isTask, faults);
        String queue = fitting(query, "queue", Names::isQueue, faults);
        String tag = fitting(query, "tag", Names::isTag, faults);
        String within = fitting(query, "within", key -> PERIODS.stream().anyMatch(period -> period.key().equals(key)), faults);
        Instant after = time(query, "after", faults);
        Instant until = time(query, "until", faults);
        UUID before = null;
        String cursor = one(query, "before");
        if (!cursor.isEmpty()) {
            try {
                before = UUID.fromString(cursor);
            } catch (IllegalArgumentException e) {
                faults.add("“%s” is no id".formatted(cursor));
            }
        }
        String text = fitting(query, "q", words -> words.indexOf('\0') < 0, faults); // which Postgres has no text with
        return new RunQuery(states, task, queue, tag, text, within, after, until, before, List.copyOf(faults));
    }

    private static String one(MultivaluedMap<String, String> query, String name) {
        String value = query.getFirst(name);
        return value == null ? "" : value.strip();
    }

    private static String fitting(MultivaluedMap<String, String> query, String name, Predicate<String> rule, List<String> faults) {
        String value = one(query, name);
        if (value.isEmpty() || rule.test(value)) {
            return value;
        }
        faults.add("“%s” cannot be a %s".formatted(value, switch (name) {
            case "within" -> "period";
            case "q" -> "name";
            default -> name;
        }));
        return "";
    }

    /** RFC 3339; without an offset, as a browser's field writes it, it counts as UTC. */
    private static Instant time(MultivaluedMap<String, String> query, String name, List<String> faults) {
        String text = one(query, name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            boolean local = text.matches("[0-9-]{10}T[0-9:.]{5,12}");
            Instant at = local ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC) : OffsetDateTime.parse(text).toInstant();
            if (!at.isBefore(Instant.EPOCH) && at.isBefore(LATEST)) {
                return at;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        faults.add("“%s” is no time: write 2026-01-31T12:00:00Z".formatted(text));
        return null;
    }

    public boolean filtered() {
        return !states.isEmpty() || between() || !(task + queue + tag + text + within).isEmpty();
    }

    /** Whether a first or last time is given. */
    public boolean between() {
        return after != null || until != null;
    }

    /** How many filters there are besides the state. */
    public int count() {
        return (int) Stream.of(task, queue, tag, text, within).filter(value -> !value.isEmpty()).count() + (between() ? 1 : 0);
    }

    /** The filter of the id range, states, task, queue and tag. */
    RunFilter filter(Instant now) {
        UUID lowest = PERIODS.stream().filter(period -> period.key().equals(within)).findFirst().map(period -> lowest(now.minus(period.length()))).orElse(FIRST);
        UUID end = until == null ? LAST : lowest(until);
        if (after != null) {
            lowest = later(lowest, lowest(after));
        }
        if (idStart()) {
            String digits = text.toLowerCase(Locale.ROOT).replace("-", "");
            lowest = later(lowest, uuid(digits, '0'));
            UUID last = uuid(digits, 'f');
            // the end is exclusive; the last of all ids is none that is ever minted
            UUID next = last.getLeastSignificantBits() == -1 ? new UUID(last.getMostSignificantBits() + (last.getMostSignificantBits() == -1 ? 0 : 1), 0)
                    : new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + 1);
            end = later(next, end) == end ? next : end;
        }
        return new RunFilter(states, tag.isEmpty() ? List.of() : List.of(tag), task.isEmpty() ? null : task, queue.isEmpty() ? null : queue, part(), lowest, end);
    }

    /** The lowest id of a time. */
    private static UUID lowest(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }

    /** Ids in Postgres' order, which is that of their digits. */
    private static UUID later(UUID one, UUID other) {
        return one.toString().compareTo(other.toString()) > 0 ? one : other;
    }

    /** The text that names or ids must contain; null when there is none, or it begins an id. */
    private String part() {
        return text.isEmpty() || idStart() ? null : text;
    }

    private boolean idStart() {
        Matcher matcher = ID_START.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches() && text.replace("-", "").length() <= 32;
    }

    private static UUID uuid(String digits, char filler) {
        String all = digits + String.valueOf(filler).repeat(32 - digits.length());
        return new UUID(Long.parseUnsignedLong(all.substring(0, 16), 16), Long.parseUnsignedLong(all.substring(16), 16));
    }

    /** The address with these states only. */
    public String withStates(String... names) {
        return address("/ui/runs", List.of(names), null);
    }

    /** The address of the page that begins below an id. */
    public String nextPage(UUID reached) {
        return address("/ui/runs", states.stream().map(StateType::name).toList(), reached);
    }

    /** The address of the first page. */
    public String firstPage() {
        return nextPage(null);
    }

    /** Where the open page asks what is new. */
    public String changes() {
        return address("/ui/run-changes", states.stream().map(StateType::name).toList(), null);
    }

    public boolean only(String state) {
        return states.size() == 1 && states.iterator().next().name().equals(state);
    }

    /** Whether exactly the states that are not terminal are asked for. */
    public boolean onlyOpen() {
        return states.equals(OPEN);
    }

    /** Whether exactly those that end without a result by themselves are asked for. */
    public boolean onlyUnsuccessful() {
        return states.equals(UNSUCCESSFUL);
    }

    public String withOpen() {
        return withStates(OPEN.stream().map(StateType::name).toArray(String[]::new));
    }

    public String withUnsuccessful() {
        return withStates(UNSUCCESSFUL.stream().map(StateType::name).toArray(String[]::new));
    }

    private String address(String path, List<String> stateNames, UUID below) {
        List<String> parts = new ArrayList<>();
        stateNames.forEach(state -> parts.add("state=" + state));
        add(parts, "q", text);
        add(parts, "task", task);
        add(parts, "queue", queue);
        add(parts, "tag", tag);
        add(parts, "within", within);
        add(parts, "after", after == null ? "" : after.toString());
        add(parts, "until", until == null ? "" : until.toString());
        add(parts, "before", below == null ? "" : below.toString());
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
