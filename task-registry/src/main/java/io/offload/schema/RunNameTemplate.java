package io.offload.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Template of a run's name over the properties of its input: {@code "cast to {target}"}. */
public final class RunNameTemplate {
    /** A name is cut to this many characters (UTF-16 units, never inside a pair). */
    public static final int MOST_CHARACTERS = 200;

    private static final Pattern HOLE = Pattern.compile("\\{([a-z][a-z0-9_]*)}");
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    /** Literal text and property names, in turns: the first is text. */
    private final List<String> parts;

    private RunNameTemplate(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * @throws IllegalArgumentException with a message for people when a brace is not part of a {@code {property}}
     */
    public static RunNameTemplate parse(String template) {
        List<String> parts = new ArrayList<>();
        Matcher hole = HOLE.matcher(template);
        int end = 0;
        while (hole.find()) {
            parts.add(literal(template.substring(end, hole.start()), template));
            parts.add(hole.group(1));
            end = hole.end();
        }
        parts.add(literal(template.substring(end), template));
        return new RunNameTemplate(parts);
    }

    private static String literal(String text, String template) {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new IllegalArgumentException("run name '%s' has a brace that is not part of {property}".formatted(template));
        }
        return text;
    }

    /** The properties it names. */
    public Set<String> properties() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < parts.size(); i += 2) {
            names.add(parts.get(i));
        }
        return names;
    }

    /** The name for an input: strings as they are, other values as JSON, absent ones empty; control characters become spaces. */
    public String render(JsonNode input) {
        StringBuilder name = new StringBuilder(parts.getFirst());
        for (int i = 1; i < parts.size() && name.length() <= MOST_CHARACTERS; i += 2) {
            JsonNode value = input.path(parts.get(i));
            name.append(value.isValueNode() ? value.asText() : value.isMissingNode() ? "" : value.toString()).append(parts.get(i + 1));
        }
        return cut(UNSAFE.matcher(cut(name.toString())).replaceAll(match -> safe(match.group())));
    }

    private static String safe(String unsafe) {
        return unsafe.codePointAt(0) < ' ' || unsafe.codePointAt(0) == 0x7f ? " " : "\ufffd";
    }

    private static String cut(String name) {
        if (name.length() <= MOST_CHARACTERS) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return name.substring(0, end);
    }
}
