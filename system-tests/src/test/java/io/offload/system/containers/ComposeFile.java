package io.offload.system.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offload.system.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A compose file as Compose reads it when no variable is set: merged, with defaults in place of variables. A required variable stands for its message.
 *
 * @param variables each variable's default; null when the file requires it
 */
record ComposeFile(JsonNode content, Map<String, String> variables) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    static ComposeFile read(String name) {
        try {
            String text = Files.readString(Project.home().resolve(name));
            Map<String, String> variables = new TreeMap<>();
            VARIABLE.matcher(text).results().forEach(use -> variables.merge(
                    use.group(1), "-".equals(use.group(2)) ? use.group(3) : "", (one, other) -> one.isEmpty() ? other : one));
            String resolved = VARIABLE.matcher(text).replaceAll(ComposeFile::value);
            return new ComposeFile(new ObjectMapper().valueToTree(new Yaml(new ComposeTags()).load(resolved)), variables);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode service(String name) {
        return content.path("services").path(name);
    }

    private static String value(MatchResult use) {
        return Matcher.quoteReplacement(use.group(3) == null ? "" : use.group(3));
    }

    /** {@code !reset} takes away what an earlier file says. */
    private static final class ComposeTags extends SafeConstructor {
        ComposeTags() {
            super(new LoaderOptions());
            yamlConstructors.put(new Tag("!reset"), new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return null;
                }
            });
        }
    }
}
