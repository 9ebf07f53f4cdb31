package io.offload.settings;

import io.offload.kafka.ClientProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** The settings that Offload has, by name, and what is no setting of it although it looks like one. */
final class KnownSettings {
    private static final String PREFIX = "offload.";
    private static final String CLIENT = "offload.kafka.client";
    private static final String VARIABLE_PREFIX = "OFFLOAD_";
    /** Read by {@code ./offload}, which hands its environment on; and marks that processes are recognised by. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of(
            "OFFLOAD_API_JAVA_OPTS", "OFFLOAD_WORKER_JAVA_OPTS", "OFFLOAD_BENCH_JAVA_OPTS",
            "OFFLOAD_START_CACHE", "OFFLOAD_HOME", "OFFLOAD_APP", "OFFLOAD_DATA", "OFFLOAD_DEV_SERVICES_TEST_FOLDER");
    /** Set by container platforms for a service whose name begins with "offload". */
    private static final Pattern SERVICE_LINK = Pattern.compile("OFFLOAD_(.*_)?(SERVICE_(HOST|PORT).*|PORT(_\\d+_(TCP|UDP).*)?)");

    private final Set<String> names = new HashSet<>();
    private final Set<String> variables = new HashSet<>(OF_THE_LAUNCHER);

    KnownSettings() {
        Properties known = new Properties();
        try (InputStream file = KnownSettings.class.getResourceAsStream("known.properties")) {
            known.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the list of settings cannot be read", e);
        }
        names.addAll(known.stringPropertyNames());
        names.remove(CLIENT);
        ClientProperties.names().forEach(property -> names.add(CLIENT + "." + property));
        names.forEach(name -> variables.add(variable(name)));
    }

    /** Whether a property is Offload's by its name, and no setting of it. A profile prefix, {@code %dev.}, is left out of account. */
    boolean isUnknown(String property) {
        String name = withoutProfile(property);
        return name.startsWith(PREFIX) && !variables.contains(variable(name)) && !isListElement(name);
    }

    /** Whether an environment variable is Offload's by its name, and no setting of it. */
    boolean isUnknownVariable(String variable) {
        return variable.startsWith(VARIABLE_PREFIX) && !variables.contains(variable) && !SERVICE_LINK.matcher(variable).matches();
    }

    /** The setting whose name differs least, if it differs little enough to have been meant. */
    Optional<String> nearest(String name) {
        String wanted = name.startsWith(VARIABLE_PREFIX) ? name.toLowerCase(Locale.ROOT).replace('_', '.') : withoutProfile(name);
        return names.stream()
                .min(Comparator.comparingInt((String known) -> distance(known.replace('-', '.'), wanted.replace('-', '.'))).thenComparing(Comparator.naturalOrder()))
                .filter(known -> distance(known.replace('-', '.'), wanted.replace('-', '.')) <= 4);
    }

    /** The environment variable of a setting. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String withoutProfile(String name) {
        return name.startsWith("%") ? name.substring(name.indexOf('.') + 1) : name;
    }

    private boolean isListElement(String name) {
        return name.endsWith("]") && name.contains("[") && names.contains(name.substring(0, name.indexOf('[')));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
