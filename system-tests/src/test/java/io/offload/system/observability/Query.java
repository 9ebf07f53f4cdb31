package io.offload.system.observability;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A PromQL expression, as far as the names of its metrics go. */
record Query(String expression) {
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+),\\s*\\w+\\)");
    private static final Pattern NOT_METRICS = Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** The metrics that it reads. */
    Set<String> metrics() {
        Matcher labelValues = LABEL_VALUES.matcher(expression);
        if (labelValues.matches()) {
            return Set.of(labelValues.group(1));
        }
        String bare = NOT_METRICS.matcher(expression).replaceAll(" ");
        return NAME.matcher(bare).results().map(name -> name.group()).filter(name -> !WORDS.contains(name)).collect(Collectors.toSet());
    }
}
