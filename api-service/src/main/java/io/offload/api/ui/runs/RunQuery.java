package io.offload.api.ui.runs;

import io.offload.api.list.RunFilter;
import io.offload.run.StateType;
import io.offload.task.Names;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filters of the list as its address carries them. A filter that cannot be read is left out and named among the faults.
 *
 * @param task empty for any, as are the other texts
 * @param text part of a name, or the beginning of an id
 * @param within how far back: a key of {@link #PERIODS}
 * @param before the page holds runs below this id; null for the first page
 */
public record RunQuery(Set<StateType> states, String task, String queue, String tag, String text, String within, UUID before, List<String> faults) {
    static final Map<String, Duration> PERIODS = new TreeMap<>(Map.of("15m", Duration.ofMinutes(15), "1h", Duration.ofHours(1), "1d", Duration.ofDays(1), "7d", Duration.ofDays(7)));
    private static final Pattern ID_START = Pattern.compile("[0-9a-f]{6,8}|[0-9a-f]{8}-[0-9a-f-]{0,27}");
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

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
        String within = fitting(query, "within", PERIODS::containsKey, faults);
        UUID before = null;
        String cursor = one(query, "before");
        if (!cursor.isEmpty()) {
            try {
                before = UUID.fromString(cursor);
            } catch (IllegalArgumentException e) {
                faults.add("“%s” is no id".formatted(cursor));
            }
        }
        return new RunQuery(states, task, queue, tag, one(query, "q"), within, before, List.copyOf(faults));
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
        faults.add("“%s” cannot be a %s".formatted(value, name.equals("within") ? "period" : name));
        return "";
    }

    public boolean filtered() {
        return !states.isEmpty() || !(task + queue + tag + text + within).isEmpty();
    }

    /** The filter of the id range, states, task, queue and tag. */
    RunFilter filter(Instant now) {
        UUID lowest = within.isEmpty() ? FIRST : new UUID(now.minus(PERIODS.get(within)).toEpochMilli() << 16, 0);
        UUID end = LAST;
        if (idStart()) {
            String digits = text.toLowerCase(Locale.ROOT).replace("-", "");
            UUID from = uuid(digits, '0');
            lowest = from.compareTo(lowest) > 0 ? from : lowest;
            UUID last = uuid(digits, 'f');
            // the end is exclusive; the last of all ids is none that is ever minted
            end = last.getLeastSignificantBits() == -1 ? new UUID(last.getMostSignificantBits() + (last.getMostSignificantBits() == -1 ? 0 : 1), 0)
                    : new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + 1);
        }
        return new RunFilter(states, tag.isEmpty() ? List.of() : List.of(tag), task.isEmpty() ? null : task, queue.isEmpty() ? null : queue, lowest, end);
    }

    /** The text that names must contain; null when there is none, or it begins an id. */
    String nameText() {
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

    private String address(String path, List<String> stateNames, UUID below) {
        List<String> parts = new ArrayList<>();
        stateNames.forEach(state -> parts.add("state=" + state));
        add(parts, "q", text);
        add(parts, "task", task);
        add(parts, "queue", queue);
        add(parts, "tag", tag);
        add(parts, "within", within);
        add(parts, "before", below == null ? "" : below.toString());
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
