package io.offload.devservices.launcher;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words after the command: {@code --option value}, {@code --option=value}, {@code --flag}, and plain words. */
record Arguments(Map<String, String> values, Set<String> flags, List<String> words) {

    /**
     * Refuses by name anything that starts with a dash and is not among the options and flags of the command, options without a value or given twice, and
     * more words than it knows what to do with: a word that is not heeded may be the folder that was meant.
     *
     * @param mostWords how many plain words the command takes
     */
    static Arguments parse(String command, List<String> arguments, Set<String> options, Set<String> flags, int mostWords) {
        Map<String, String> values = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<String> words = new ArrayList<>();
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.indexOf('=');
            String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
            if (options.contains(name)) {
                String value = !name.equals(word) ? word.substring(equals + 1) : rest.isEmpty() ? "" : rest.pop();
                if (value.isBlank() || name.equals(word) && value.startsWith("--")) {
                    throw new LauncherException(name + " needs a value");
                }
                if (values.put(name, value) != null) {
                    throw new LauncherException(name + " is given twice");
                }
            } else if (flags.contains(word)) {
                seen.add(word);
            } else if (word.startsWith("-")) {
                throw new LauncherException("./offload " + command + " has no option " + name + "; see ./offload help");
            } else if (words.size() == mostWords) {
                throw new LauncherException("./offload " + command + " does not know '" + word + "'; see ./offload help");
            } else {
                words.add(word);
            }
        }
        return new Arguments(values, seen, words);
    }

    /** The value of a whole-number option within a range. */
    int number(String option, int otherwise, int least, int most) {
        String value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // answered below
        }
        throw new LauncherException(option + " is a whole number from " + least + " to " + most + ", not '" + value + "'");
    }
}
